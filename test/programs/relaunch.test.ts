import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../bin', import.meta.url));
let root = '';

/** A checkout whose program tells of itself: its words, what is on stdin, and that it was stopped. */
const program = `exports.start = (name, node) => {
  if (node.argv[2] === 'wait') {
    node.on('SIGTERM', () => { node.stdout.write('stopped'); node.exit(143); });
    node.on('SIGINT', () => { node.stdout.write('interrupted'); node.exit(130); });
    setInterval(() => {}, 1000);
    node.stdout.write('waiting ');
    return;
  }
  if (node.argv[2] === 'die') node.kill(node.pid, 'SIGKILL');
  node.stdin.on('data', (chunk) => node.stdout.write(chunk));
  node.stdout.write(JSON.stringify([name, ...node.argv.slice(2)]) + ' ');
  node.stderr.write('talk');
  node.exitCode = 6;
};`;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cblr-old-node-'));
  await cp(bin, join(root, 'bin'), { recursive: true });
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'package.json'), '{"type": "module"}');
  await writeFile(join(root, 'dist', 'main.cjs'), program);
  await mkdir(join(root, 'node_modules', '.bin'), { recursive: true });
  const node = join(root, 'node_modules', '.bin', 'node');
  await writeFile(node, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  await chmod(node, 0o755);
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The program on a Node that says it is an old one. */
function startOld(name: string, words: readonly string[] = [], cwd = root) {
  const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
    process.argv.splice(1, 0, 'bin/${name}.js');
    await import('./bin/${name}.js');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', old, '--', ...words], {
    cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const closed = once(child, 'close').then(([code, signal]) => ({ code, signal, out, err }));
  return { child, closed };
}

describe.skipIf(process.platform === 'win32').concurrent('a program started with an old Node', () => {
  it.each(['cblr', 'cbq'])('%s goes on with the Node that npm start has brought', async (name) => {
    const { child, closed } = startOld(name, ['ps', "a b'c", '--json', '']);
    child.stdin.end('typed');
    expect(await closed).toEqual({
      code: 6,
      signal: null,
      out: `${JSON.stringify([name, 'ps', "a b'c", '--json', ''])} typed`,
      err: 'talk',
    });
  });

  it.each([
    ['SIGTERM', 143, 'stopped'],
    ['SIGINT', 130, 'interrupted'],
  ] as const)('%s reaches it, and its exit code comes back', async (signal, code, word) => {
    const { child, closed } = startOld('cblr', ['wait']);
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await closed).toEqual({ code, signal: null, out: `waiting ${word}`, err: '' });
  });

  it.each(['cblr', 'cbq'])('%s says in one line which Node it needs where none was brought', async (name) => {
    const bare = join(root, `bare-${name}`);
    await cp(bin, join(bare, 'bin'), { recursive: true });
    const { code, out, err } = await startOld(name, [], bare).closed;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(new RegExp(`^${name}: needs Node 24\\.15 [^\\n]*\\n$`));
  });

  it('ends by the signal that ended it', async () => {
    expect(await startOld('cbq', ['die']).closed).toMatchObject({ code: null, signal: 'SIGKILL' });
  });
});
