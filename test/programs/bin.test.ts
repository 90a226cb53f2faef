import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'cblr-bin-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The shipped program: what npm test has built. */
function start(args: readonly string[], lab = '--check-in 0 --sensor-latency 0') {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_STATE_HOME: home, CBLR_LAB: lab };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const closed = once(child, 'close').then(([code, signal]) => ({ code, signal, out, err }));
  return { child, closed };
}

describe('the programs in bin/', () => {
  it('runs a verb with the lab in the process, and ends', async () => {
    const { code, out, err } = await start([
      'bin/cblr.js',
      '--lab',
      'ps',
      '10',
      '--pid',
      '4',
      '--fields',
      'pid',
    ]).closed;
    expect({ code, out, err }).toEqual({ code: 0, out: '4\n', err: '' });
  });

  it('takes verbs from a piped stdin, and its exit code from the first that fails', async () => {
    const { child, closed } = start(['bin/cblr.js', '--lab', 'connect', '10']);
    child.stdin.end('pwd\nls C:\\nothing\npwd\n');
    const { code, out, err } = await closed;
    expect({ code, out }).toEqual({ code: 3, out: 'C:\\Windows\\CarbonBlack\n' });
    expect(err).toContain('C:\\nothing is not on WIN-EP7RMLTCLAJ\n');
  });

  it('ends quietly with 0 when the reader of its output goes', async () => {
    const { child, closed } = start(['bin/cblr.js', '--lab', 'ls', '10', 'C:\\lab\\many']);
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await closed).toMatchObject({ code: 0, err: '' });
  });

  it('keeps its compiled code where no other user can put any', async () => {
    expect(await start(['bin/cblr.js', '--version']).closed).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(join(home, '.cache/cblr/code'))).not.toEqual([]);
  });

  it('answers Tab in time where the server says nothing', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    writeFileSync(join(home, '.cbrc'), `[default]\nurl=https://127.0.0.1:${port}\ntoken=x\n`, {
      mode: 0o600,
    });
    const begun = performance.now();
    const { code, out, err } = await start(['bin/cbq.js', '__complete', '--', 'group', 'show', '']).closed;
    // 200 ms and the start of a process, on a machine that has much to do; a request would take a minute.
    expect(performance.now() - begun).toBeLessThan(3000);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^(?::4\n)?$/);
    rmSync(join(home, '.cbrc'));
    silent.close();
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s in the middle of a verb ends it with %d, and its session is closed',
    async (signal, code) => {
      const { child, closed } = start(
        ['bin/cblr.js', '--lab', '--debug', 'ps', '10'],
        '--check-in 0 --sensor-latency 1m',
      );
      await new Promise<void>((resolve) => {
        child.stderr.on('data', (chunk) => String(chunk).includes('process list posted') && resolve());
      });
      child.kill(signal);
      const ended = await closed;
      expect(ended).toMatchObject({ code, signal: null, out: '' });
      expect(ended.err).toMatch(/PUT \/api\/v1\/cblr\/session\/\d+ .*"close"/);
    },
  );
});
