import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forgetLine, keepToken, keychainOf } from '../../src/commands/profile/keychain.ts';
import type { CalledProgram, ProgramInput } from '../../src/ports/local-commands.ts';
import { main } from '../../src/programs/main.ts';
import { makeLocalCommands } from '../../src/runtime/local-commands.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeRuntime, type RuntimeOptions } from '../support/make-runtime.ts';
import { shellWords } from '../support/shell-words.ts';
import { runLab } from './support.ts';

const token = '0123456789abcdef0123456789abcdef01234567';
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** A keychain in memory, behind the programs of a platform. */
function computer(answer: (kept: string) => Partial<CalledProgram> = (out) => ({ out })) {
  const calls: { readonly program: string; readonly args: readonly string[]; readonly input: string }[] = [];
  const runtime = makeRuntime();
  let kept = '';
  const call = async (
    program: string,
    args: readonly string[],
    { input }: ProgramInput,
  ): Promise<CalledProgram> => {
    let text = '';
    for await (const chunk of input) text += Buffer.from(chunk).toString('utf8');
    calls.push({ program, args, input: text });
    if (text !== '') kept = /-w "(.*)"\n$/.exec(text)?.[1] ?? text.trim();
    return { exitCode: 0, out: '', err: '', ...(text === '' ? answer(kept) : {}) };
  };
  const context = {
    runtime: { ...runtime, local: { ...runtime.local, call } },
    signal: new AbortController().signal,
  };
  return { calls, context };
}

describe.each(['linux', 'darwin', 'win32'] as const)('the keychain of %s', (platform) => {
  const keychain = keychainOf('work', platform);

  test('is given the token by stdin alone, and asked whether it has it', async () => {
    const { calls, context } = computer();
    await keepToken(keychain, token, context);
    expect(calls.map(({ program, args }) => [program, ...args].join(' ')).join('\n')).not.toContain(token);
    expect(calls.map(({ input }) => input.includes(token))).toEqual([true, false]);
  });

  test('is asked by token_command with the very program that has read it', () => {
    const words =
      platform === 'win32'
        ? [/^(\S+) (\S+) (\S+) (\S+) "(.*)"$/.exec(keychain.line)?.slice(1)].flat()
        : shellWords(keychain.line);
    expect(words).toEqual([keychain.read.program, ...keychain.read.args]);
    expect(forgetLine('work', keychain.line, platform)).toBe(keychain.forget);
    expect(forgetLine('work', 'pass show edr', platform)).toBeUndefined();
  });

  test.each(['a b', 'x"y', '$(id)', '', 'ä', '-w'.repeat(60)])('takes no profile called %j', (name) => {
    expect(() => keychainOf(name, platform)).toThrow('--keychain wants a name of');
  });

  test('that gives another token back has not kept it, and says nothing of it', async () => {
    const { context } = computer(() => ({ exitCode: 1, err: `no such item ${token}\n` }));
    const error = await failureOf(keepToken(keychain, token, context));
    expect(error).toMatchObject({
      kind: 'LocalFile',
      message: expect.stringContaining('did not keep the token: no such item ***'),
    });
  });

  test('whose program is not there says what has it', async () => {
    const runtime = makeRuntime();
    const error = await failureOf(
      keepToken(keychain, token, { runtime, signal: new AbortController().signal }),
    );
    expect(error).toMatchObject({
      kind: 'LocalFile',
      message: `${keychain.store.program} is not there, which keeps the token`,
    });
  });
});

describe.skipIf(process.platform !== 'linux')('profile add --keychain', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cblr-keychain-'));
    // Keeps what comes by stdin under its arguments, as secret-tool does, and writes down how it was called.
    const script = `#!/bin/sh
echo "$@" >> ${folder}/calls
case "$1" in store) shift 2; cat > "${folder}/$(echo "$@" | tr ' ' _)" ;; lookup) shift; cat "${folder}/$(echo "$@" | tr ' ' _)" ;; esac
`;
    await writeFile(join(folder, 'secret-tool'), script);
    await chmod(join(folder, 'secret-tool'), 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const desk = () => {
    const { home } = makeRuntime();
    const path = `${folder}:${process.env['PATH']}`;
    const local = makeLocalCommands({
      env: { PATH: path, HOME: home },
      platform: 'linux',
      directory: () => home,
      onTerminal: false,
    });
    return {
      file: join(home, '.cbrc'),
      async cblr(argv: readonly string[], options: RuntimeOptions = {}) {
        const runtime = { ...makeRuntime({ ...options, argv, env: { CBRC: undefined } }), home, local };
        const exitCode = await main('cblr', runtime);
        return { exitCode, out: runtime.out(), err: runtime.err() };
      },
    };
  };

  test('leaves no token in the file, nor in any argument, and the profile works', async () => {
    await using lab = await runLab();
    const { file, cblr } = desk();
    const words = [
      'profile',
      'add',
      'work',
      '--url',
      lab.url,
      `--pin=${lab.fingerprint}`,
      '--token-stdin',
      '--keychain',
    ];
    const added = await cblr(words, { stdin: `${lab.token}\n` });
    expect(added).toMatchObject({
      exitCode: 0,
      err: expect.stringContaining('the token is kept in the keyring (secret-tool)'),
    });
    const written = await readFile(file, 'utf8');
    expect(written).toContain('token_command = secret-tool lookup service cblr profile work\n');
    expect(written + (await readFile(join(folder, 'calls'), 'utf8')) + added.out + added.err).not.toContain(
      lab.token,
    );
    expect(await cblr(['sessions', '--json'])).toMatchObject({ exitCode: 0, out: '[]\n' });
    const removed = await cblr(['profile', 'remove', 'work', '--yes']);
    expect(removed.err).toContain(
      'its token is still in the keychain: secret-tool clear service cblr profile work',
    );
  });

  test('moves the token of a profile that is there', async () => {
    await using lab = await runLab();
    const { file, cblr } = desk();
    await cblr(['profile', 'add', 'old', '--url', lab.url, `--pin=${lab.fingerprint}`, '--token-stdin'], {
      stdin: lab.token,
    });
    expect(await readFile(file, 'utf8')).toContain(lab.token);
    expect(await cblr(['profile', 'add', 'old', '--keychain', '--force'])).toMatchObject({ exitCode: 0 });
    expect(await readFile(file, 'utf8')).not.toContain(lab.token);
    expect(await cblr(['sessions', '--json'])).toMatchObject({ exitCode: 0, out: '[]\n' });
  });
});

test.skipIf(!has('secret-tool') || !has('dbus-run-session') || !has('gnome-keyring-daemon'))(
  'the keyring of Linux itself takes it and gives it back',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'cblr-keyring-'));
    const { store, read, forget } = keychainOf('work', 'linux');
    const line = (args: readonly string[]) => args.map((arg) => `'${arg}'`).join(' ');
    const script = `printf x | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
cat | ${store.program} ${line(store.args)} && ${read.program} ${line(read.args)} && ${forget} && ! ${read.program} ${line(read.args)}`;
    const env = { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: home };
    const child = spawn('dbus-run-session', ['--', 'sh', '-c', script], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdin.end(store.input(token));
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    const [exitCode] = await once(child, 'close');
    await rm(home, { recursive: true, force: true });
    expect([exitCode, out]).toEqual([0, token]);
  },
);

test.skipIf(!has('gpg'))('a token_command may be gpg, with a key of the analyst', async () => {
  const home = await mkdtemp('/tmp/cbgpg');
  const env = { PATH: process.env['PATH'], HOME: home, GNUPGHOME: home };
  await chmod(home, 0o700);
  const gpg = (args: readonly string[], input = '') =>
    spawnSync('gpg', ['--batch', '--quiet', ...args], { env, input });
  try {
    expect(
      gpg(['--passphrase', '', '--quick-gen-key', 'me@example.net', 'future-default', 'default', 'never'])
        .status,
    ).toBe(0);
    expect(
      gpg(['--trust-model', 'always', '-r', 'me@example.net', '-o', join(home, 'edr.gpg'), '-e'], token)
        .status,
    ).toBe(0);
    const local = makeLocalCommands({
      env,
      platform: process.platform,
      directory: () => home,
      onTerminal: false,
    });
    const printed = await local.capture('gpg --quiet --decrypt ~/edr.gpg', {
      timeoutMs: 10_000,
      limit: 64 * 1024,
    });
    expect(printed).toBe(token);
  } finally {
    spawnSync('gpgconf', ['--kill', 'all'], { env });
    await rm(home, { recursive: true, force: true });
  }
});
