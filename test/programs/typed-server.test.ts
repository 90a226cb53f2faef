import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld({ processes: 100 });
  await writeFile(join(world.folder, 'token'), `${world.lab.token}\n`, { mode: 0o600 });
});
afterAll(() => world.end());

const pinned = () => ['--url', world.lab.url, '--pin', world.lab.fingerprint ?? ''];
const info = ['info', '--fields', 'cblrEnabled'];

describe('--url', () => {
  test('reaches a server without a profile, by its pin and a token of a file or of stdin', async () => {
    // Without a file of profiles at all.
    const env = { CBRC: join(world.home, 'nothing') };
    const fromFile = await world.run(['cbq', ...pinned(), '--token-file', 'token', ...info], { env });
    expect(fromFile).toMatchObject({ exitCode: 0, stdout: 'cblrEnabled\ttrue\n', stderr: '' });
    const stdin = `${world.lab.token}\n`;
    const fromStdin = await world.run(['cbq', ...info, ...pinned(), '--token-file', '-'], { env, stdin });
    expect(fromStdin).toMatchObject({ exitCode: 0, stdout: 'cblrEnabled\ttrue\n', stderr: '' });
    expect(
      await world.run(['cblr', 'pwd', '10', ...pinned(), '--token-file', 'token'], { env }),
    ).toMatchObject({
      exitCode: 0,
      stdout: 'C:\\Windows\\CarbonBlack\n',
    });
  });

  test('asks for the token on a terminal, unseen', async () => {
    const { exitCode, questions } = await world.run(['cbq', ...pinned(), ...info], {
      tty: true,
      answers: [world.lab.token],
    });
    expect([exitCode, questions]).toEqual([0, ['API token (My Profile in the console)']]);
  });

  test('trusts no certificate that is neither pinned nor of a CA of this computer', async () => {
    const without = await world.run(['cbq', '--url', world.lab.url, '--token-file', 'token', ...info]);
    expect(without).toMatchObject({ exitCode: 7, stdout: '' });
    const pin = 'AA:'.repeat(31).concat('AA');
    const other = await world.run([
      'cbq',
      '--url',
      world.lab.url,
      '--pin',
      pin,
      '--token-file',
      'token',
      ...info,
    ]);
    expect(other).toMatchObject({ exitCode: 7, stdout: '' });
  });

  test.each([
    [['--token-file', 'token'], '--token-file goes with --url'],
    [['--pin', 'AA'], '--pin goes with --url'],
    [['--url', 'edr.example.net'], '--url needs the token: --token-file FILE, or - for stdin'],
    [['--url', 'edr.example.net', '--token-file', 'token', '--pin', 'AA'], '--pin is no SHA-256 fingerprint'],
    [['--url', 'http://edr.example.net', '--token-file', 'token'], '--url begins with http://'],
    [
      ['--url', 'edr.example.net', '--token-file', 'token', '-p', 'default'],
      '--url and --profile exclude each other',
    ],
    [['--url', 'edr.example.net', '--token-file', 'token', '--lab'], '--url and --lab exclude each other'],
    [
      ['--url', 'edr.example.net', '--token-file', 'token', '-p', 'a', '-p', 'b'],
      '--url and several profiles exclude each other',
    ],
  ])('with %j is refused', async (words, said) => {
    const { exitCode, stderr } = await world.run(['cbq', ...words, ...info]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
  });

  test('takes no token of a file that others can read, or that is not there, and says nothing of what is none', async () => {
    await mkdir(join(world.folder, 'x'));
    await writeFile(join(world.folder, 'open'), world.lab.token);
    await chmod(join(world.folder, 'open'), 0o644);
    await writeFile(join(world.folder, 'odd'), 'a secret with blanks', { mode: 0o600 });
    const ran = (file: string) => world.run(['cbq', ...pinned(), '--token-file', file, ...info]);
    const open = await ran('open');
    expect([open.exitCode, open.stderr]).toEqual([8, expect.stringContaining('hint: chmod 600 open')]);
    expect(await ran('absent')).toMatchObject({ exitCode: 1 });
    const odd = await ran('odd');
    expect([odd.exitCode, odd.stderr]).toEqual([2, expect.stringContaining('what odd holds holds a blank')]);
    expect(odd.stderr).not.toContain('secret');
  });

  test.skipIf(process.platform === 'win32')('takes a pipe of the shell for a file', async () => {
    const pipe = join(world.folder, 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const writing = writeFile(pipe, world.lab.token);
    const { exitCode } = await world.run(['cbq', ...pinned(), '--token-file', pipe, ...info]);
    await writing;
    expect(exitCode).toBe(0);
  });
});
