import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { readTranscripts, type ToldLine } from '../support/read-transcripts.ts';

let world: ProgramWorld;
beforeEach(async () => {
  world = await makeProgramWorld();
});
afterEach(() => world.end());

const folderOf = (profile = 'default') => join(world.state, 'transcripts', profile);

/** What the transcript holds of lines of a shell, each of which ends well. */
async function told(...lines: readonly string[]): Promise<readonly ToldLine[]> {
  const ran = await world.run('cblr connect 10 --yes --allow-local', { stdin: `${lines.join('\n')}\n` });
  expect([ran.exitCode, ran.stderr.match(/^cblr: .*$/m)?.[0]]).toEqual([0, undefined]);
  return await readTranscripts(folderOf());
}

const of = (lines: readonly ToldLine[], kind: string) => lines.filter((line) => line.kind === kind);

describe('what a verb does to the local disk', () => {
  const makes: readonly (readonly [string, string, ...string[]])[] = [
    ['get', `get C:\\Windows\\explorer.exe here/`],
    ['get of some bytes', `get C:\\Windows\\explorer.exe here/x --offset 16 --bytes 32`],
    ['get -r', `get -r C:\\Windows\\System32\\drivers\\etc here`],
    ['mirror', `mirror C:\\Windows\\System32\\drivers\\etc here`],
    ['memdump --get', `memdump --get here/m.dmp`],
    ['archive', `archive here/a.tar.gz`, 'ls C:\\'],
    ['files get', `files get 1 here/f`, 'hash --here C:\\Windows\\explorer.exe'],
    ['reg export', `reg export HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run --to here/r.reg`],
    ['a redirection', `pwd > here/p.txt`],
    ['a redirection of bytes', `cat --raw C:\\Windows\\explorer.exe > here/b`],
  ];
  test.each(makes)(
    '%s: each file that it makes is told, with its SHA-256 where it was fetched',
    async (what, line, ...earlier) => {
      const here = join(world.folder, 'here');
      await mkdir(here);
      const lines = await told(...earlier, line);
      const made = (await readdir(here, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      expect(made.length).toBeGreaterThan(0);
      const isFetched = !/redirection|reg export/.test(what);
      for (const path of made) {
        const bytes = await readFile(path);
        const files = of(lines, 'file').filter(({ local }) => local === path);
        const locals = of(lines, 'local').filter((each) => each['path'] === path);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const fetched = [{ way: 'got', bytes: bytes.length, sha256, session: expect.any(Number) }];
        expect(files).toMatchObject(isFetched ? fetched : []);
        if (!isFetched) expect(locals).toMatchObject([{ action: 'written', bytes: bytes.length }]);
      }
    },
  );

  test('put and put -r tell each file that went over the wire', async () => {
    await mkdir(join(world.folder, 'src'));
    await writeFile(join(world.folder, 'src', 'a'), 'abc');
    await writeFile(join(world.folder, 'src', 'b'), 'b');
    const lines = await told('put src/a C:\\a', 'put -r src C:\\Windows\\Temp');
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const found = of(lines, 'file');
    expect(found.map(({ way, remote }) => [way, remote])).toEqual([
      ['put', 'C:\\a'],
      ['put', 'C:\\Windows\\Temp\\src\\a'],
      ['put', 'C:\\Windows\\Temp\\src\\b'],
    ]);
    expect(found[0]).toMatchObject({ bytes: 3, sha256, sensor: 10, local: join(world.folder, 'src', 'a') });
  });

  test('what mirror deletes here is told', async () => {
    const here = join(world.folder, 'here');
    await mkdir(here);
    await writeFile(join(here, 'extra'), '');
    const lines = await told('mirror --delete C:\\Windows\\System32\\drivers\\etc here');
    expect(of(lines, 'local')).toMatchObject([{ action: 'removed', path: join(here, 'extra') }]);
  });

  test('a second > says that the file was written anew, >> that it was appended to', async () => {
    const lines = await told('pwd > p.txt', 'pwd > p.txt', 'pwd >> p.txt');
    expect(of(lines, 'local').map(({ action }) => action)).toEqual(['written', 'written', 'appended']);
  });
});

test('a command of this computer stands there before it runs, and how it ended', async () => {
  const lines = await told('!true', '!net use /user:ann hunter2 || true', 'pwd | wc -c');
  const verbs = of(lines, 'verb').slice(1);
  expect(verbs.map(({ line }) => line)).toEqual([
    '!true',
    expect.stringMatching(/^!net use/),
    expect.stringMatching(/^pwd/),
  ]);
  expect(JSON.stringify(lines)).not.toContain('hunter2');
  const ends = of(lines, 'ended');
  for (const { verb } of verbs)
    expect(ends.filter((end) => end['verb'] === verb)).toMatchObject([{ exit_code: 0 }]);
});

test('with several sensors in a shell each line tells which one it went to', async () => {
  const shell = await world.shell('cblr connect 10');
  for (const line of ['connect 1', '@1 ls', 'ls', '@1 mkdir C:\\New']) await shell.line(line);
  await shell.enter('exit');
  await shell.ended;
  const lines = await readTranscripts(folderOf());
  const sensorOf = new Map(of(lines, 'session').map(({ session, sensor }) => [session, sensor]));
  expect([...sensorOf.values()]).toEqual([10, 1]);
  const went = (kind: string) => of(lines, kind).flatMap(({ session }) => sensorOf.get(session) ?? []);
  expect(went('verb')).toEqual([10, 1, 10]);
  expect(of(lines, 'command').map(({ name, session }) => [name, sensorOf.get(session)])).toEqual([
    ['directory list', 10],
    ['directory list', 1],
    ['create directory', 10],
  ]);
});

describe('transcript in the profile', () => {
  test('names another folder, seen from the file that names it, with an index of its own', async () => {
    await world.profile({ transcript: 'records/here' });
    await world.run('cblr pwd 10');
    const folder = join(world.home, 'records', 'here');
    expect((await readdir(folder)).sort()).toEqual([expect.stringMatching(/^2.*\.ndjson$/), 'index.ndjson']);
    expect((await readTranscripts(folder)).at(0)).toMatchObject({ kind: 'opened', profile: 'default' });
    expect(await readTranscripts(folderOf())).toEqual([]);
    const verified = await world.run('cblr transcript verify --all');
    expect([verified.exitCode, verified.stdout]).toEqual([
      0,
      expect.stringMatching(/^index\.ndjson\twhole\t2/),
    ]);
    const { stdout } = await world.run('cblr transcript list --fields profile');
    expect(stdout).toBe('default\n');
  });

  test('goes without where it is off, and the prompt says so; the command line has the last word', async () => {
    await world.profile({ transcript: 'off' });
    const shell = await world.shell('cblr connect 10');
    shell.takeErr();
    await shell.line('mkdir C:\\New');
    expect(shell.takeErr()).toContain('no transcript');
    await shell.enter('exit');
    await shell.ended;
    expect(await readTranscripts(folderOf())).toEqual([]);
    const one = join(world.folder, 'one.ndjson');
    await world.run(`cblr pwd 10 --transcript ${one}`);
    expect(await readFile(one, 'utf8')).toMatch(/"kind":"left"/);
  });

  test('that cannot be a folder refuses what writes', async () => {
    await writeFile(join(world.home, 'file'), '');
    await world.profile({ transcript: 'file' });
    expect((await world.run('cblr pwd 10')).exitCode).toBe(0);
    expect((await world.run("cblr mkdir 10 'C:\\New'")).exitCode).toBe(8);
  });

  test('that others can write to refuses what writes: nothing is kept there, and nothing was left on the sensor', async () => {
    const folder = join(world.home, 'shared');
    await mkdir(folder);
    await chmod(folder, 0o777);
    await world.profile({ transcript: 'shared' });
    const before = world.lab.requests.length;
    for (const line of ["mkdir 10 'C:\\New'", 'exec 10 whoami', 'exec 10 --wait whoami']) {
      const { exitCode, stderr } = await world.run(`cblr ${line}`);
      expect([exitCode, stderr], line).toEqual([8, expect.stringContaining('hint: --transcript FILE names')]);
      expect(stderr).not.toContain('left on');
    }
    expect(await readdir(folder)).toEqual([]);
    const sent = world.lab.requests.slice(before).filter(({ posted }) => posted !== undefined);
    expect(sent).toEqual([]);
  });
});

test('what is fetched of a session that is over begins a transcript', async () => {
  await world.run("cblr get 10 'C:\\Windows\\win.ini' x --transcript off");
  expect((await world.run('cblr session archive 1 a.tar.gz')).exitCode).toBe(0);
  const lines = await readTranscripts(folderOf());
  expect(lines.map(({ kind }) => kind)).toEqual(['opened', 'verb', 'local', 'file', 'ended', 'left']);
  expect(of(lines, 'file')).toMatchObject([{ remote: 'session 1', local: join(world.folder, 'a.tar.gz') }]);
});
