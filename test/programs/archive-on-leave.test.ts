import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { type Meddler, type Meddling, startMeddler } from '../support/meddler.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { readTranscripts, type ToldLine } from '../support/read-transcripts.ts';

let world: ProgramWorld;
let between: Meddler;
const ends: (() => Promise<void>)[] = [];

beforeEach(async () => {
  world = await makeProgramWorld({ tls: false });
  between = await startMeddler(world.lab.url);
  ends.push(between.end, world.end);
  await profile({});
});
afterAll(async () => {
  for (const end of ends) await end();
});

const profile = (settings: Readonly<Record<string, string>>) =>
  world.profile({ url: between.url, ssl_pin: undefined, ...settings });

const archives = () => join(world.state, 'archives', 'default');
const here = async (folder = archives()) => (await readdir(folder).catch(() => [])).sort();

async function told(kind: string): Promise<readonly ToldLine[]> {
  const lines = await readTranscripts(join(world.state, 'transcripts', 'default'));
  return lines.filter((line) => line.kind === kind);
}

/** Answers what asks for an archive. */
function archiveIs(answer: Meddling): void {
  between.meddle((asked, response, incoming) =>
    asked.url.endsWith('/archive') ? answer(asked, response, incoming) : false,
  );
}

async function openSessions(): Promise<readonly { readonly id: number }[]> {
  return JSON.parse((await world.run('cblr sessions --json')).stdout) as { readonly id: number }[];
}

describe('the archive of a session that is closed', () => {
  test('is fetched where the line or the profile says so, and in a case; else not', async () => {
    expect((await world.run('cblr ps 10')).exitCode).toBe(0);
    expect(await here()).toEqual([]);

    expect((await world.run('cblr ps 10 --archive')).stderr).toBe('');
    const [name = '', manifest] = await here();
    expect([name, manifest]).toEqual([
      expect.stringMatching(/^WIN-EP7RMLTCLAJ-session-\d+\.tar\.gz$/),
      'manifest.ndjson',
    ]);
    expect((await stat(join(archives(), name))).mode & 0o777).toBe(0o600);
    expect((await stat(archives())).mode & 0o777).toBe(0o700);
    const bytes = await readFile(join(archives(), name));
    expect(gunzipSync(bytes).toString('latin1')).toContain('process list');
    expect(await told('file')).toMatchObject([
      { way: 'got', local: join(archives(), name), bytes: bytes.length },
    ]);
    expect((await world.run(`cblr manifest verify ${archives()}`)).exitCode).toBe(0);

    await profile({ archive: 'on-leave' });
    await world.run('cblr ps 10');
    expect(await here()).toHaveLength(3);
    await world.run('cblr ps 10 --no-archive');
    await world.run('cblr ps 10 --dry-run');
    expect(await here()).toHaveLength(3);

    await profile({ archive: '~/kept here' });
    await world.run('cblr ps 10');
    expect(await here(join(world.home, 'kept here'))).toHaveLength(2);

    await profile({});
    await world.run('cblr case open 7');
    await world.run('cblr ps 10');
    const evidence = join(world.folder, '7', 'evidence', 'WIN-EP7RMLTCLAJ-10');
    expect(await here(evidence)).toEqual([expect.stringMatching(/\.tar\.gz$/), 'manifest.ndjson']);
    await profile({ archive: 'off' });
    await world.run('cblr ps 10');
    expect(await here(evidence)).toHaveLength(2);
    expect((await world.run('cblr case verify')).exitCode).toBe(0);
  });

  test('has what the shell did up to its end, and what undo did', async () => {
    await world.run('cblr connect 10 --archive -c "mkdir C:\\a; put ~/.cbrc C:\\a\\b"');
    await world.run('cblr undo apply 1 --archive --yes');
    const names = (await here()).filter((name) => name.endsWith('.tar.gz'));
    expect(names).toHaveLength(2);
    const texts = await Promise.all(names.map((name) => readFile(join(archives(), name))));
    const [shell = '', undone = ''] = texts.map((bytes) => gunzipSync(bytes).toString('latin1'));
    expect(shell).toContain('create directory');
    expect(undone).toContain('delete file');
  });

  test('is fetched of each host of a run, in a case too', async () => {
    const line = (more: string) => `cblr fleet run --sensor 10 --sensor 1 ${more} -c ps`;
    expect((await world.run(line(''))).exitCode).toBe(0);
    expect(await here()).toEqual([]);
    expect((await world.run(line('--archive'))).exitCode).toBe(0);
    const one = expect.stringMatching(/^WIN-EP7RMLTCLAJ-session-\d+\.tar\.gz$/);
    const other = expect.stringMatching(/^devr-test-session-\d+\.tar\.gz$/);
    expect(await here()).toEqual([one, other, 'manifest.ndjson']);

    await world.run('cblr case open 7');
    const evidence = (folder: string) => here(join(world.folder, '7', 'evidence', folder));
    await world.run(line('--no-archive'));
    expect(await evidence('devr-test-1')).toEqual([]);
    expect((await world.run(line(''))).exitCode).toBe(0);
    expect(await evidence('WIN-EP7RMLTCLAJ-10')).toEqual([one, 'manifest.ndjson']);
    expect(await evidence('devr-test-1')).toEqual([other, 'manifest.ndjson']);
    expect((await world.run('cblr case verify')).exitCode).toBe(0);
  });

  test('that a run wants and does not get is said, and its exit is 6', async () => {
    archiveIs((_asked, response) => {
      response.writeHead(403).end();
      return true;
    });
    const { exitCode, stderr } = await world.run('cblr fleet run --sensor 10 --archive -c ps');
    expect(exitCode).toBe(6);
    expect(stderr).toMatch(/the archive of session \d+ on WIN-EP7RMLTCLAJ was not fetched \(/);
  });

  test('never replaces one that is there', async () => {
    await world.run('cblr case open 7');
    const ran = await world.run('cblr connect 10 -c "ps; archive"');
    expect([ran.exitCode, ran.stderr]).toEqual([0, '']);
    const names = await here(join(world.folder, '7', 'evidence', 'WIN-EP7RMLTCLAJ-10'));
    expect(names).toEqual([
      'WIN-EP7RMLTCLAJ-session-1-2.tar.gz',
      'WIN-EP7RMLTCLAJ-session-1.tar.gz',
      'manifest.ndjson',
    ]);
  });

  test('is not fetched of a session without a command, and of one that stays open', async () => {
    await world.run('cblr connect 10 --archive -c pwd');
    await world.run('cblr connect 10 --archive --keep -c ps');
    await world.run('cblr ps 10 --archive');
    expect(await here()).toEqual([]);
    expect(await told('unarchived')).toEqual([]);
  });

  test('of one that is kept is fetched when it is closed', async () => {
    await world.run('cblr session keep 10');
    await world.run('cblr ps 10 --archive');
    expect(await here()).toEqual([]);
    const [{ id } = { id: 0 }] = await openSessions();
    expect((await world.run(`cblr session close ${id} --archive --dry-run`)).exitCode).toBe(0);
    expect(await here()).toEqual([]);
    expect((await world.run(`cblr session close ${id} --archive --yes`)).exitCode).toBe(0);
    expect(await here()).toEqual([`WIN-EP7RMLTCLAJ-session-${id}.tar.gz`, 'manifest.ndjson']);
  });

  test('of a colleague is not fetched when it is closed', async () => {
    await world.profile(
      { url: between.url, ssl_pin: undefined, token: world.lab.addUser('colleague') },
      { name: 'colleague' },
    );
    await world.run('cblr -p colleague connect 1 --keep -c ps');
    const [{ id } = { id: 0 }] = await openSessions();
    await world.run(`cblr session close ${id} --archive --yes`);
    expect(await here()).toEqual([]);
  });
});

describe('an archive that does not come', () => {
  const refused: readonly (readonly [string, Meddling, RegExp])[] = [
    [
      'is refused',
      (_asked, response) => {
        response.writeHead(403).end();
        return true;
      },
      /was not fetched \(.*403.*\)/,
    ],
    [
      'never begins',
      () => true,
      /was not fetched \((?:it did not come within 1m 00s|.* did not answer within 10 s)\)/,
    ],
    [
      'stops in the middle',
      (_asked, response) => {
        response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': '5000' });
        response.write(Buffer.alloc(100, 0x1f));
        return true;
      },
      /was not fetched \((?:it did not come within 1m 00s|.* did not answer within 10 s)\)/,
    ],
    [
      'breaks off',
      (_asked, response) => {
        response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': '5000' });
        response.write(Buffer.alloc(100, 0x1f), () => response.destroy());
        return true;
      },
      /was not fetched \(.*(?:broke|closed|ended|lost).*\)/,
    ],
    [
      'is a page of something between',
      (_asked, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
        return true;
      },
      /was not fetched \(the server sent an HTML page in place of the archive\)/,
    ],
  ];
  test.each(refused)(
    'as it %s, is said, and told, and is not there; the session is closed',
    async (_how, answer, says) => {
      archiveIs(answer);
      const ran = await world.run("cblr ls 10 'C:\\lab\\empty.txt' --archive");
      expect([ran.exitCode, ran.stderr]).toEqual([6, expect.stringMatching(says)]);
      expect(ran.stderr).toMatch(/; cblr session archive \d+ fetches it while the server keeps it\n$/);
      expect(ran.stdout).toContain('empty.txt');
      expect(await here()).toEqual([]);
      expect(await told('unarchived')).toHaveLength(1);
      expect(await openSessions()).toEqual([]);
    },
  );

  test('that is cut without a word is told as cut, and stays', async () => {
    const whole = await world.run('cblr connect 10 -c "ps; archive ~/whole.tar.gz"');
    expect(whole.exitCode).toBe(0);
    const bytes = await readFile(join(world.home, 'whole.tar.gz'));
    archiveIs((_asked, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end(bytes.subarray(0, bytes.length / 2));
      return true;
    });
    const ran = await world.run("cblr ls 10 'C:\\lab\\empty.txt' --archive");
    expect([ran.exitCode, ran.stderr]).toEqual([
      6,
      expect.stringMatching(
        /^the archive of session \d+ on WIN-EP7RMLTCLAJ is not whole \(.*\.tar\.gz is cut: it ends in the middle\)/,
      ),
    ]);
    expect(await here()).toHaveLength(2);
    const typed = await world.run('cblr connect 10 -c "ps; archive ~/cut.tar.gz"');
    expect([typed.exitCode, typed.stderr]).toEqual([
      9,
      expect.stringMatching(/cut\.tar\.gz is cut: it ends in the middle/),
    ]);
    const later = await world.run('cblr session archive 1 ~/later.tar.gz');
    expect([later.exitCode, later.stderr]).toEqual([9, expect.stringMatching(/later\.tar\.gz is cut/)]);
  });

  test('is no matter of what the shell was told, but of its exit code, where that says that all went well', async () => {
    archiveIs((_asked, response) => {
      response.writeHead(403).end();
      return true;
    });
    const fine = await world.run('cblr connect 10 --archive -c ps --quiet');
    expect([fine.exitCode, fine.stderr]).toEqual([6, '']);
    const failed = await world.run('cblr connect 10 --archive -c "cat C:/nowhere"');
    expect(failed.exitCode).toBe(3);
    const driver = await world.shell('cblr connect 10 --archive');
    await driver.line('ps');
    await driver.enter('exit');
    expect(await driver.ended).toBe(6);
    expect(await openSessions()).toEqual([]);
  });

  test('is given up by Ctrl-C', async () => {
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    archiveIs(() => {
      asked();
      return true;
    });
    const runtime = world.runtime(['ls', '10', 'C:\\lab\\empty.txt', '--archive']);
    const ended = main('cblr', runtime);
    await isAsked;
    runtime.interrupt();
    expect(await ended).toBe(130);
    expect(runtime.err()).toMatch(
      /^the archive of session \d+ on WIN-EP7RMLTCLAJ was not fetched \(stopped\)/,
    );
    expect(await here()).toEqual([]);
  });
});
