import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('fixture-program.ts', import.meta.url));

function start(word: string, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [program, word], { env: { PATH: '/usr/bin:/bin', ...env } });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return { child, err: () => err };
}

async function facts(env: Readonly<Record<string, string>>): Promise<unknown> {
  const { child } = start('facts', env);
  let out = '';
  for await (const chunk of child.stdout) out += String(chunk);
  return JSON.parse(out);
}

describe('the real outside', () => {
  it('knows that pipes are no terminals, unless it is told so', async () => {
    const alive = [true, false, false];
    expect(await facts({ COLUMNS: '120' })).toEqual({
      out: false,
      canPrompt: false,
      color: { out: 0, err: 0 },
      columns: 120,
      alive,
    });
    expect(await facts({ CB_FORCE_TTY: '1', TERM: 'xterm-256color' })).toEqual({
      out: true,
      canPrompt: true,
      color: { out: 2, err: 2 },
      columns: 80,
      alive,
    });
  });

  it('tells a writer with EPIPE that the reader of stdout has gone, and does not die of it', async () => {
    const { child, err } = start('flood');
    child.stdout.destroy();
    const [exitCode] = await once(child, 'close');
    expect(err()).toBe('EPIPE\n');
    expect(exitCode).toBe(0);
  });

  it('gives a signal to the newest handler', async () => {
    const { child, err } = start('signals');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    await once(child.stderr, 'data').then(() =>
      err().includes('outer') ? undefined : once(child.stderr, 'data'),
    );
    child.kill('SIGINT');
    const [exitCode] = await once(child, 'close');
    expect(err()).toBe('inner\nouter\n');
    expect(exitCode).toBe(0);
  });
});
