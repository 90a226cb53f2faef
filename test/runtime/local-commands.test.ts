import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/runtime/child-environment.ts';
import { makeLocalCommands } from '../../src/runtime/local-commands.ts';

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'cblr-commands-')));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const env = { PATH: process.env['PATH'], CBAPI_TOKEN: 'f'.repeat(40), CB_PROFILE: 'lab' };
const local = makeLocalCommands({ env, platform: 'linux', directory: () => directory, onTerminal: false });
const limits = { timeoutMs: 10_000, limit: 1000 };
const never = new AbortController().signal;

describe('the environment of a child', () => {
  it('holds none of our tokens, by name or by value', () => {
    const token = '0123456789abcdef0123456789abcdef01234567';
    const child = childEnvironment({
      PATH: '/bin',
      CB_PROFILE: 'lab',
      CBAPI_TOKEN: token,
      CB_API_TOKEN: 'another-token',
      CBLR_SECRET: 'xx',
      CB_PASSWORD: 'pw',
      cb_lab_token: 'lower-case-token',
      COPY: `Bearer ${token}`,
      GONE: undefined,
    });
    expect(child).toEqual({ PATH: '/bin', CB_PROFILE: 'lab' });
  });
});

describe('local commands', () => {
  it('run in the local directory, without our tokens', async () => {
    const printed = await local.capture('pwd; echo "[$CBAPI_TOKEN]" "[$CB_PROFILE]"', limits);
    expect(printed).toBe(`${directory}\n[] [lab]\n`);
  });

  it('give their exit code, and 128 and the signal where one ended them', async () => {
    expect(await local.run('exit 3', { signal: never })).toBe(3);
    expect(await local.run('kill -9 $$', { signal: never })).toBe(137);
  });

  it('are ended when the signal is aborted and no terminal could tell them', async () => {
    const abort = new AbortController();
    const ending = local.run('exec sleep 60', { signal: abort.signal });
    abort.abort();
    expect(await ending).toBe(143);
  });

  it('read what is piped into them', async () => {
    const pipe = await local.pipe(`cat > '${directory}/got'`, { signal: never });
    expect(await pipe.write('one\n')).toBe(true);
    expect(await pipe.write(Buffer.from('two\n'))).toBe(true);
    expect(await pipe.end()).toBe(0);
    expect(await local.capture('cat got', limits)).toBe('one\ntwo\n');
  });

  it('tell the writer when the reader has gone', async () => {
    const pipe = await local.pipe('exit 4', { signal: never });
    let writes = 0;
    while (await pipe.write(Buffer.alloc(65_536))) writes += 1;
    expect(writes).toBeLessThan(64);
    expect(await pipe.end()).toBe(4);
  });

  it('capture no more than the limit, wait no longer than the time, and repeat nothing printed', async () => {
    await expect(local.capture('yes secret 2>/dev/null', limits)).rejects.toThrow(
      'printed more than 1000 bytes',
    );
    const slow = local.capture('echo secret; exec sleep 60', { timeoutMs: 300, limit: 1000 });
    await expect(slow).rejects.toThrow('took longer than 0.3 s');
    const failing = await local
      .capture('printf "%s" hush; exit 7', limits)
      .catch((error: Error) => error.message);
    expect(failing).toBe('the local command printf "%s" hush; exit 7 ended with exit code 7');
  });

  it('say that they cannot start', async () => {
    const broken = makeLocalCommands({
      env: { SHELL: '/nonexistent/shell' },
      platform: 'linux',
      directory: () => directory,
      onTerminal: false,
    });
    await expect(broken.run('x', { signal: never })).rejects.toMatchObject({ kind: 'LocalFile' });
    const pipe = await broken.pipe('x', { signal: never });
    await expect(pipe.end()).rejects.toMatchObject({ kind: 'LocalFile' });
  });
});
