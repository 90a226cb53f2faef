import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld, type Ran } from '../support/program-world.ts';
import { type Member, packed, unpackedMembers } from '../support/tar-gz.ts';

interface Row {
  readonly state: string;
  readonly what: string;
  readonly id: number | null;
  readonly name: string;
  readonly detail: string;
}

let world: ProgramWorld;
/** Of session 1: what one shell did, and its transcript. */
let archive = '';
let transcript = '';

beforeAll(async () => {
  world = await makeProgramWorld();
  await writeFile(join(world.folder, 'a.txt'), 'what was put');
  const lines = [
    'ps',
    'get C:\\Windows\\win.ini',
    'get C:\\Windows\\explorer.exe part --bytes 100',
    'put a.txt C:\\a.txt',
    'mkdir C:\\made',
    'reg set HKLM\\SOFTWARE\\Lab\\Types\\x --data 1',
    'cat C:\\nowhere',
    'rm C:\\a.txt',
  ];
  await world.run('cblr connect 10 --archive --yes --keep-going', { stdin: `${lines.join('\n')}\n` });
  archive = join(world.state, 'archives', 'default', 'WIN-EP7RMLTCLAJ-session-1.tar.gz');
  const folder = join(world.state, 'transcripts', 'default');
  const [name = ''] = await readdir(folder);
  transcript = join(folder, name);
});
afterAll(() => world.end());

async function verify(line: string): Promise<Ran & { readonly rows: readonly Row[] }> {
  const ran = await world.run(`cblr archive verify ${line} -o json`);
  return { ...ran, rows: ran.stdout === '' ? [] : (JSON.parse(ran.stdout) as Row[]) };
}

/** Its rows that are not `ok`, of an archive whose members were changed. */
async function lying(change: (members: readonly Member[]) => readonly Member[], against = transcript) {
  const path = join(world.folder, 'lying.tar.gz');
  await writeFile(path, await packed(change(await unpackedMembers(await readFile(archive)))));
  const ran = await verify(`${path} ${against}`);
  return { ...ran, odd: ran.rows.filter(({ state }) => state !== 'ok') };
}

const json = (members: readonly Member[], edit: (name: string, text: string) => string | undefined) =>
  members.flatMap(({ name, bytes }) => {
    const text = name.endsWith('.json') ? edit(name, bytes.toString('utf8')) : bytes;
    return text === undefined ? [] : [{ name, bytes: Buffer.from(text) }];
  });

describe('an archive that is as the transcript tells', () => {
  test('fits in every command object and file', async () => {
    for (const against of [transcript, `--transcript ${transcript}`, '--all', join(transcript, '..')]) {
      const { exitCode, rows, stderr } = await verify(`${archive} ${against}`);
      expect([against, exitCode, stderr]).toEqual([against, 0, '']);
      expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['ok']));
      const files = rows.filter(({ what }) => what === 'file').map(({ name }) => name);
      expect(files).toEqual(['C:\\Windows\\win.ini', 'C:\\Windows\\explorer.exe', 'C:\\a.txt']);
      const names = rows.filter(({ what }) => what === 'command').map(({ name }) => name);
      for (const name of [
        'process list',
        'get file C:\\nowhere',
        'create directory C:\\made',
        'delete file C:\\a.txt',
      ])
        expect(names).toContain(name);
      expect(rows[0]).toMatchObject({
        what: 'archive',
        id: 1,
        detail: expect.stringMatching(/as it was fetched$/),
      });
    }
  });

  test('of a case is held against the transcripts of the case, with the profile named, too', async () => {
    await world.run('cblr case open 8');
    await world.run('cblr ps 10');
    const evidence = join(world.folder, '8', 'evidence', 'WIN-EP7RMLTCLAJ-10');
    const name = (await readdir(evidence)).find((each) => each.endsWith('.tar.gz')) ?? '';
    const line = `${join(evidence, name)} --all -p default`;
    expect((await verify(line)).exitCode).toBe(0);
    await world.run('cblr case close');
    expect(await verify(line)).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('can be named behind FILE'),
    });
    expect((await verify(`${line} --case 8`)).exitCode).toBe(0);
    expect((await verify(`${join(evidence, name)} ${join(world.folder, '8', 'transcripts')}`)).exitCode).toBe(
      0,
    );
  });

  test('is held against nothing that nobody named', async () => {
    expect(await verify(archive)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('needs the transcripts'),
    });
  });
});

describe('an archive that lies', () => {
  test('says what it lacks', async () => {
    const { exitCode, odd } = await lying((members) =>
      json(members, (name, text) =>
        name.endsWith('command_1.json')
          ? undefined
          : name.endsWith('commands.json')
            ? JSON.stringify((JSON.parse(text) as { id: number }[]).filter(({ id }) => id !== 1))
            : text,
      ),
    );
    expect(exitCode).toBe(6);
    expect(odd).toMatchObject([
      { state: 'open', what: 'archive' },
      { state: 'missing', what: 'command', id: 1, name: 'process list' },
    ]);
  });

  const everywhere =
    (from: RegExp, to: string) =>
    (members: readonly Member[]): readonly Member[] =>
      json(members, (name, text) => (/command/.test(name) ? text.replaceAll(from, to) : text));
  const changed: readonly (readonly [string, RegExp, string, RegExp])[] = [
    [
      'result code',
      /"result_code":0(?=[,}])/g,
      '"result_code":5',
      /has the result code "5" in the archive, "0"/,
    ],
    ['status', /"status":"complete"/g, '"status":"error"', /ended as "error" in the archive, "complete"/],
    ['target', /C:\\\\made/g, 'C:\\\\mad', /is about "C:\\mad" in the archive, "C:\\made"/],
    ['user', /"username":"[^"]*"/g, '"username":"eve"', /was posted by "eve" in the archive/],
    ['name', /"name":"create directory"/g, '"name":"delete file"', /is called "delete file" in the archive/],
    ['time', /"create_time":1/g, '"create_time":2', /was posted at "20/],
  ];
  test.each(changed)('says which %s it has, and which the transcript', async (_what, from, to, says) => {
    const { exitCode, odd } = await lying(everywhere(from, to));
    expect(exitCode).toBe(6);
    const found = odd.filter(({ state }) => state === 'changed');
    expect(found.length).toBeGreaterThan(0);
    for (const { detail } of found) expect(detail).toMatch(says);
  });

  test('says that it contradicts itself', async () => {
    const { odd } = await lying((members) =>
      json(members, (name, text) =>
        name.endsWith('command_1.json') ? text.replace('"complete"', '"error"') : text,
      ),
    );
    expect(odd).toContainEqual(
      expect.objectContaining({ id: 1, state: 'changed', detail: 'the archive tells of it in two ways' }),
    );
  });

  test('says which file has other bytes, and which is gone', async () => {
    const isFile = ({ name }: Member) => /file_\d+$/.test(name);
    const other = await lying((members) =>
      members.map((member) =>
        isFile(member) && member.bytes.toString('utf8') === 'what was put'
          ? { ...member, bytes: Buffer.from('what was not') }
          : member,
      ),
    );
    expect(other.odd).toMatchObject([
      { what: 'archive' },
      {
        what: 'file',
        state: 'changed',
        name: 'C:\\a.txt',
        detail: expect.stringMatching(/^has other bytes: 12 with SHA-256/),
      },
    ]);
    const gone = await lying((members) => members.filter((member) => !isFile(member)));
    expect(gone.odd.filter(({ state }) => state === 'missing').map(({ name }) => name)).toEqual([
      'C:\\Windows\\win.ini',
      'C:\\Windows\\explorer.exe',
      'C:\\a.txt',
    ]);
  });

  test('with a command object and a file that nobody tells of names them', async () => {
    const command = {
      id: 99,
      session_id: 1,
      name: 'kill',
      object: 4,
      status: 'complete',
      result_code: 0,
      username: 'eve\u001b[31m',
    };
    const { exitCode, odd, stdout } = await lying((members) => [
      ...members,
      { name: 'session_1/command_99.json', bytes: Buffer.from(JSON.stringify(command)) },
      { name: 'session_1/file_99', bytes: Buffer.from('x') },
    ]);
    expect(exitCode).toBe(6);
    expect(odd).toMatchObject([
      { what: 'archive' },
      {
        state: 'unlisted',
        what: 'command',
        id: 99,
        name: 'kill 4',
        detail: expect.stringContaining('of eve'),
      },
      { state: 'unlisted', what: 'file', id: 99 },
    ]);
    expect(stdout).not.toContain('\u001b');
    const table = await world.run(`cblr archive verify ${join(world.folder, 'lying.tar.gz')} ${transcript}`);
    expect(table.stdout).not.toContain('\u001b');
  });

  test('of another session is none of these', async () => {
    const { exitCode, stderr } = await lying((members) =>
      json(members, (_name, text) =>
        text.replaceAll('"session_id":1,', '"session_id":7,').replace('"id":1,', '"id":7,'),
      ),
    );
    expect([exitCode, stderr]).toEqual([
      3,
      expect.stringContaining('no transcript of these tells of session'),
    ]);
  });
});

describe('a file that is no whole archive', () => {
  const wrong: readonly (readonly [string, (whole: Buffer) => Buffer, RegExp])[] = [
    ['cut', (whole) => whole.subarray(0, whole.length - 20), /is cut: it ends in the middle/],
    [
      'damaged',
      (whole) => Buffer.concat([whole.subarray(0, 200), Buffer.from('xxxx'), whole.subarray(204)]),
      /is damaged|is cut/,
    ],
    [
      'a ZIP',
      () => Buffer.from('PK\u0003\u0004'),
      /no archive of a session, which is a gzip tar: it is a ZIP/,
    ],
    ['text', () => Buffer.from('hello'), /no archive of a session, which is a gzip tar/],
    ['empty', () => Buffer.alloc(0), /is empty/],
  ];
  test.each(wrong)('as it is %s says so', async (what, change, says) => {
    const path = join(world.folder, 'wrong.tar.gz');
    await writeFile(path, change(await readFile(archive)));
    const { exitCode, rows } = await verify(`${path} ${transcript}`);
    const [first] = rows;
    expect([what, exitCode]).toEqual([what, rows.length === 1 ? 9 : 6]);
    expect(first).toMatchObject({ what: 'archive', detail: expect.stringMatching(says) });
    expect(rows.filter(({ state }) => state === 'missing')).toEqual([]);
  });

  test('or is not there says so', async () => {
    expect(await verify(`nowhere.tar.gz ${transcript}`)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('there is no file'),
    });
  });
});

test('what a colleague did in the same session is unlisted', async () => {
  await world.profile({ token: world.lab.addUser('colleague') }, { name: 'colleague' });
  await world.run('cblr connect 1 --keep -c ps');
  await world.run('cblr -p colleague mkdir 1 /tmp/theirs');
  const [{ id } = { id: 0 }] = JSON.parse((await world.run('cblr sessions --json')).stdout) as {
    id: number;
  }[];
  await world.run(`cblr session archive ${id} both.tar.gz`);
  const ours = await verify('both.tar.gz --all -p default');
  expect(ours.exitCode).toBe(6);
  expect(ours.rows.filter(({ state }) => state === 'unlisted')).toMatchObject([
    {
      name: 'create directory /tmp/theirs',
      detail: expect.stringContaining('a command of colleague at 2024-'),
    },
  ]);
  expect((await verify('both.tar.gz --all')).exitCode).toBe(0);
});
