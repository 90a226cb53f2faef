import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { makeLocalCommands } from '../../src/runtime/local-commands.ts';
import { entry, hostileToken, startHostileServer } from '../support/hostile-server.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { startProxy, startServer } from '../support/real-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const isRoot = process.getuid?.() === 0;
const state = '.local/state/cblr';
const fifo = (path: string) => execFileSync('mkfifo', [path]);
const pid = 2 ** 22;

async function plant(folder: string, path: string, text: string, mode = 0o600): Promise<string> {
  const whole = join(folder, path);
  await mkdir(dirname(whole), { recursive: true, mode: 0o700 });
  await writeFile(whole, text);
  await chmod(whole, mode);
  return whole;
}

describe.skipIf(process.platform === 'win32')('a colleague on the same machine', () => {
  describe('who has planted the word of a lab', () => {
    // The only process that runs, as the runtime of these tests has it.
    const living = 4242;
    const file = `${state}/labs/${living}.json`;
    const word = (url: string) => JSON.stringify({ url, token: 'x'.repeat(40), pid: living });

    it('would be asked if it were ours', async () => {
      await using his = await startServer((_request, response) => response.end('[]'));
      await runHostile({ env: {} }, ['--lab', 'sessions'], {
        prepare: async (folder) => void (await plant(folder, file, word(his.url))),
      });
      expect(his.requests).not.toEqual([]);
    });

    it.each([
      ['that others can write', async (path: string) => chmod(path, 0o666)],
      ['that others can read', async (path: string) => chmod(path, 0o644)],
      ['of his own', async (path: string) => (isRoot ? chown(path, 12_345, 12_345) : chmod(path, 0o660))],
      [
        'as a link',
        async (path: string) => {
          await writeFile(`${path}.real`, await readFile(path), { mode: 0o600 });
          execFileSync('ln', ['-sf', `${path}.real`, path]);
        },
      ],
    ])('gets no request: %s', async (_what, spoil) => {
      await using his = await startServer((_request, response) => response.end('[]'));
      const ran = await runHostile({ env: {} }, ['--lab', 'sessions'], {
        prepare: async (folder) => spoil(await plant(folder, file, word(his.url))),
      });
      expect(ran.exitCode).toBe(0);
      expect(his.requests).toEqual([]);
    });

    it('elsewhere than on this machine gets no request', async () => {
      for (const url of [
        'https://10.9.8.7:1',
        'http://127.0.0.1.evil.example:1',
        'http://127.0.0.1:1@evil.example',
      ]) {
        const ran = await runHostile({ env: {} }, ['--lab', 'sessions'], {
          prepare: (folder) => plant(folder, file, word(url)),
        });
        expect(ran.exitCode).toBe(0);
      }
    });

    it('as a pipe holds nobody up', async () => {
      const ran = await runHostile({ env: {} }, ['--lab', 'sessions'], {
        async prepare(folder) {
          await mkdir(dirname(join(folder, file)), { recursive: true });
          fifo(join(folder, file));
        },
      });
      expect(ran.exitCode).toBe(0);
    });
  });

  it('does not bring us to close his session by a ledger of his', async (test) => {
    if (!isRoot) return test.skip('only root gives files away');
    const session = { id: 41, sensor_id: 10, status: 'active' };
    await using server = await startHostileServer({ sessions: [session] });
    const ledger = JSON.stringify({ session_id: 41, opened: true, processes: [pid], commands: [] });
    const ran = await runHostile(server, ['ls', '10'], {
      async prepare(folder) {
        const name = `127.0.0.1_${server.port}-10.json`;
        await chown(await plant(folder, `${state}/sessions/${name}`, ledger, 0o644), 12_345, 12_345);
      },
    });
    expect(ran.err).toContain('stays open, as it was there before');
    expect(server.received.filter(({ json }) => json?.['status'] === 'close')).toEqual([]);
  });

  it.each(['', '.lock'])('holds nobody up by a pipe in the place of the ledger%s', async (ending) => {
    await using server = await startHostileServer();
    const ran = await runHostile(server, ['ls', '10'], {
      async prepare(folder) {
        await mkdir(join(folder, state, 'sessions'), { recursive: true });
        fifo(join(folder, state, 'sessions', `127.0.0.1_${server.port}-10.json${ending}`));
      },
    });
    expect(ran.exitCode).toBe(0);
  });

  it('gets none of our writes through links in the state folder', async () => {
    await using server = await startHostileServer();
    const precious = 'elsewhere/precious';
    const ran = await runHostile(server, ['ls', '10'], {
      async prepare(folder) {
        const target = await plant(folder, precious, 'mine');
        const sessions = join(folder, state, 'sessions');
        await mkdir(sessions, { recursive: true });
        await symlink(target, join(sessions, `127.0.0.1_${server.port}-10.json`));
        await symlink(target, join(folder, state, 'history-environment'));
      },
    });
    expect(ran.exitCode).toBe(0);
    expect(await readFile(join(ran.folder, precious), 'utf8')).toBe('mine');
  });
});

describe.skipIf(process.platform === 'win32')('the profile file', () => {
  const none = { CBAPI_URL: '', CBAPI_TOKEN: '' };
  const text = '[default]\nurl = https://127.0.0.1:1\ntoken_command = touch ~/ran; echo x\n';

  it.each([
    ['that others can read', 0o640],
    ['that others can write', 0o602],
  ])('%s starts nothing and sends nothing', async (_what, mode) => {
    const ran = await runHostile({ env: {} }, ['sessions'], {
      env: none,
      prepare: (folder) => plant(folder, '.cbrc', text, mode),
    });
    expect(ran).toMatchObject({ exitCode: 8, err: expect.stringContaining('chmod') });
    expect(await readdir(ran.folder)).toEqual(['.cbrc']);
  });

  it('in the working directory is never read', async () => {
    const ran = await runHostile({ env: {} }, ['sessions'], {
      env: { ...none, CBRC: '.cbrc-here' },
      prepare: (folder) => plant(folder, '.cbrc-here', text),
    });
    expect(ran).toMatchObject({ exitCode: 8, err: expect.stringContaining('not an absolute path') });
  });

  it.each([
    'http://edr.example',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://0x7f000001.evil',
  ])('with %s, where the token would go in the clear, is refused', async (url) => {
    const ran = await runHostile({ env: {} }, ['sessions'], {
      env: { CBAPI_URL: url, CBAPI_TOKEN: hostileToken },
    });
    expect(ran).toMatchObject({ exitCode: 8, err: expect.stringContaining('in the clear') });
    expect(ran.err).not.toContain(hostileToken);
  });
});

describe.skipIf(process.platform === 'win32')('a local program', () => {
  const names = [
    '$(touch ran)',
    '`touch ran`',
    '; touch ran',
    '| touch ran',
    "'; touch ran; '",
    '\n touch ran\n',
  ];

  it('gets hostile names as data, and no token in its environment', async () => {
    await using server = await startHostileServer({
      commands: { 'directory list': () => ({ files: names.map((name) => entry(name)) }) },
    });
    const stdin = '!env > one\nls | sh -c "cat > listed; env" > two\nls > three\n';
    const runtime = makeRuntime({ argv: ['connect', '10', '--allow-local'], stdin, env: server.env });
    const env = { ...server.env, PATH: process.env['PATH'], OTHER: `Bearer ${hostileToken}` };
    const local = makeLocalCommands({
      env,
      platform: process.platform,
      directory: runtime.files.directory,
      onTerminal: false,
    });
    expect(await main('cblr', { ...runtime, local, clock: systemClock })).toBe(0);
    const read = (name: string) => readFile(join(runtime.home, name), 'utf8');
    expect(await read('listed')).toContain('$(touch ran)');
    expect(await read('three')).toBe(await read('listed'));
    for (const name of ['one', 'two']) {
      expect(await read(name)).toContain('PATH=');
      expect(await read(name)).not.toContain(hostileToken);
    }
    expect(await readdir(runtime.home)).not.toContain('ran');
  });

  it('is not started by a script without a word of permission', async () => {
    await using server = await startHostileServer();
    for (const line of ['!touch ran', 'ls | touch ran']) {
      const ran = await runHostile(server, ['connect', '10', '-c', line]);
      expect(ran).toMatchObject({ exitCode: 2, err: expect.stringContaining('--allow-local') });
    }
  });
});

describe('the token', () => {
  it('stands in no dry run, trace, error or history', async () => {
    await using server = await startHostileServer({
      commands: { kill: () => ({ status: 'error', result_code: 5 }) },
    });
    const lines = ['mkdir a', 'kill 4', 'exec x', 'nonsense'];
    for (const flags of [['--dry-run'], ['--debug'], ['--debug', '--json'], ['-n', '--debug']]) {
      const ran = await runHostile(server, [
        'connect',
        '10',
        '-y',
        '--keep-going',
        ...flags,
        '-c',
        lines.join('; '),
      ]);
      expect(ran.out + ran.err).not.toContain(hostileToken);
      expect(ran.out + ran.err).not.toContain(Buffer.from(hostileToken).toString('base64'));
    }
  });

  it('and the password of a proxy stand in no error where the proxy fails', async () => {
    await using server = await startHostileServer();
    await using proxy = await startProxy({ refuse: 407 });
    const at = `http://user:proxypassword@127.0.0.1:${proxy.port}`;
    const config = `[default]\nurl = ${server.url}\ntoken = ${hostileToken}\nssl_pin = ${server.pin}\nproxy = ${at}\n`;
    for (const words of [
      ['sessions', '--debug'],
      ['sessions', '--json'],
      ['profile', 'show'],
      ['profile', 'check'],
    ]) {
      const ran = await runHostile({ env: {} }, words, {
        prepare: (folder) => plant(folder, '.cbrc', config),
      });
      expect(ran.out + ran.err).not.toMatch(new RegExp(`proxypassword|${hostileToken}`));
    }
    expect(proxy.tunnels.length).toBeGreaterThan(0);
    expect(server.received).toEqual([]);
  });

  it('never reaches a server of another fingerprint', async () => {
    await using server = await startHostileServer();
    const config = `[default]\nurl = ${server.url}\ntoken = ${hostileToken}\nssl_pin = ${'ab'.repeat(32)}\n`;
    const ran = await runHostile({ env: {} }, ['ls', '10'], {
      prepare: (folder) => plant(folder, '.cbrc', config),
    });
    expect(ran).toMatchObject({ exitCode: 7, err: expect.stringContaining('is not the pinned one') });
    expect(server.received).toEqual([]);
  });
});
