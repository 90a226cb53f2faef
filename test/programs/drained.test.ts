import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../src/programs/main.ts', import.meta.url));

/** Runs `cbq` in a Node of its own, whose stdin is a stream that nothing is behind: it neither ends nor keeps the process alive. */
async function run(words: readonly string[], stdin: string) {
  const program = `
    import { Readable } from 'node:stream';
    import { start } from ${JSON.stringify(main)};
    process.argv = [process.argv[0], 'cbq', ...${JSON.stringify(words)}];
    Object.defineProperty(process, 'stdin', { value: new Readable({ read() { ${stdin} } }) });
    start('cbq', process);`;
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: '/nonexistent',
    CBAPI_URL: 'http://127.0.0.1:1',
    CBAPI_TOKEN: 'feedfacefeedfacefeedfacefeedfacefeedface',
  };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, err };
}

it('a program whose loop drains with its command unfinished ends with 70, and says so', async () => {
  const { code, err } = await run(['ban', 'add', '-', '--force'], '');
  expect(code).toBe(70);
  expect(err).toContain('ran out of work before the command had ended');
});

it('one whose command has ended keeps its own exit code', async () => {
  const { code, err } = await run(['ban', 'add', '-', '--force'], 'this.push("no hash"); this.push(null);');
  expect({ code, hasDrained: err.includes('ran out of work') }).toEqual({ code: 2, hasDrained: false });
});
