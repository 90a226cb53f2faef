import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

  describe('what V8 has compiled', () => {
    const folder = () => {
      const [build = ''] = readdirSync(join(home, '.cache/cblr/code'));
      return join(home, '.cache/cblr/code', build);
    };
    /** What was loaded, and whether V8 took the code that was kept for it. */
    const loaded = async (...words: readonly string[]) => {
      const { code, err } = await start(['--require', './test/support/list-compiled.cjs', ...words]).closed;
      return { code, chunks: err.match(/^\S+\.cjs \w+$/gm) ?? [] };
    };

    it('is kept where no other user can put any, and taken at the next start', async () => {
      const ps = ['bin/cblr.js', 'ps', '10', '--lab', '--pid', '4'];
      const first = await loaded(...ps);
      expect(first.chunks.length).toBeGreaterThan(10);
      expect(first.chunks.filter((line) => !line.endsWith(' none'))).toEqual([]);
      expect(statSync(folder()).mode & 0o777).toBe(0o700);
      expect(statSync(join(folder(), 'cblr.ps')).mode & 0o777).toBe(0o600);
      const second = await loaded(...ps);
      const refused = second.chunks.filter((line) => !line.endsWith(' taken'));
      // V8 has other flags by the time that the lab is loaded.
      expect(refused.length).toBeLessThan(second.chunks.length / 2);
      expect(second.chunks).toContainEqual(expect.stringMatching(/^client-.* taken$/));
      const kept = statSync(join(folder(), 'cblr.ps'));
      await loaded(...ps);
      expect(statSync(join(folder(), 'cblr.ps')).ino).toBe(kept.ino);
    });

    it('is compiled anew where what was kept is cut short or no code at all', async () => {
      const file = () => join(folder(), 'cblr.--version');
      const version = ['bin/cblr.js', '--version'];
      await loaded(...version);
      const whole = readFileSync(file());
      for (const spoilt of [
        whole.subarray(0, whole.length / 2),
        Buffer.from('{"main.cjs":[0,9]}\nno code'),
        '',
      ]) {
        writeFileSync(file(), spoilt);
        expect(await loaded(...version)).toMatchObject({ code: 0 });
        expect((await loaded(...version)).chunks).toContain('main.cjs taken');
      }
    });

    it('is left alone where another user could have written it', async () => {
      const version = ['bin/cblr.js', '--version'];
      await loaded(...version);
      chmodSync(join(folder(), 'cblr.--version'), 0o620);
      expect((await loaded(...version)).chunks).toContain('main.cjs none');
      expect((await loaded(...version)).chunks).toContain('main.cjs taken');
    });

    it('is not kept for words that name nothing', async () => {
      expect(await loaded('bin/cblr.js', 'pss')).toMatchObject({ code: 2 });
      expect(readdirSync(folder())).not.toContain('cblr.pss');
    });
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
    expect(performance.now() - begun).toBeLessThan(20_000);
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
