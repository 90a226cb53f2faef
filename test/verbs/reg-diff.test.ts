import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RegEntry } from '../../src/live/reg-entries.ts';
import { treeOfEntries } from '../../src/live/reg-tree.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';
import { harmIn, runHostile } from '../support/run-hostile.ts';

const header = 'Windows Registry Editor Version 5.00\r\n\r\n';
const root = 'HKEY_LOCAL_MACHINE\\SOFTWARE';
const fields = '-o tsv --fields change,key,value_name,was_type,was,is_type,is';

describe('reg diff', () => {
  const world = labVerbs();
  let windows: LabSensor;
  const write = (name: string, body: string) => writeFile(join(world.folder, name), header + body);
  const rowsOf = async (line: string): Promise<readonly string[]> => {
    const lines = (await windows.out(`reg diff ${line} ${fields}`)).split('\n');
    return lines.filter((each) => each !== '');
  };

  beforeAll(async () => {
    windows = await world.on(10);
    for (const line of [
      ...['A', 'A\\Same', 'A\\Gone', 'A\\Gone\\Deep', 'B', 'B\\same', 'B\\New'].map(
        (key) => `create HKLM\\SOFTWARE\\${key}`,
      ),
      'set HKLM\\SOFTWARE\\A\\one --data 1',
      'set HKLM\\SOFTWARE\\B\\ONE --data 1',
      'set HKLM\\SOFTWARE\\A\\two --data 2',
      'set HKLM\\SOFTWARE\\B\\two --data 2 --type REG_DWORD',
      'set HKLM\\SOFTWARE\\A\\three --data ff --type REG_BINARY',
      'set HKLM\\SOFTWARE\\B\\New\\ --data default',
      'set HKLM\\SOFTWARE\\A\\Gone\\Deep\\x --data x',
    ])
      await windows.out(`reg ${line}`);
  });

  it('compares two keys by what is below them, names without regard to case', async () => {
    expect(await rowsOf('HKLM\\SOFTWARE\\A HKLM:\\SOFTWARE\\B')).toEqual([
      `changed\t${root}\\B\ttwo\tREG_SZ\t2\tREG_DWORD\t2`,
      `gone\t${root}\\A\tthree\tREG_BINARY\tff\t\t`,
      `gone\t${root}\\A\\Gone\t\t\t\t\t`,
      `gone\t${root}\\A\\Gone\\Deep\t\t\t\t\t`,
      `gone\t${root}\\A\\Gone\\Deep\tx\tREG_SZ\tx\t\t`,
      `new\t${root}\\B\\New\t\t\t\t\t`,
      `new\t${root}\\B\\New\t\t\t\tREG_SZ\tdefault`,
    ]);
    const same = await windows.run('reg diff HKLM\\SOFTWARE\\A HKLM\\SOFTWARE\\a', { tty: true });
    expect(same).toMatchObject({ exitCode: 0, stdout: '', stderr: 'no differences found\n' });
  });

  it('finds nothing between a key and what it was exported to, and then what has changed', async () => {
    await windows.out('reg export HKLM\\SOFTWARE\\A --to a.reg');
    expect(await windows.out('reg diff a.reg HKLM\\SOFTWARE\\A')).toBe('');
    // Of a file with more than the key what is below the key counts.
    await windows.out('reg export HKLM\\SOFTWARE\\Lab\\Types --to types.reg');
    expect(await windows.out('reg diff types.reg HKLM\\SOFTWARE\\Lab\\Types')).toBe('');
    await write('two.reg', `[${root}\\A\\Same]\r\n"x"="y"\r\n[${root}\\Elsewhere]\r\n"x"="y"\r\n`);
    expect(await rowsOf('HKLM\\SOFTWARE\\A\\Same two.reg')).toEqual([
      `new\t${root}\\A\\Same\tx\t\t\tREG_SZ\ty`,
    ]);
    expect(await windows.run('reg diff two.reg HKLM\\SOFTWARE\\B')).toMatchObject({
      exitCode: 2,
      stderr: `two.reg holds nothing of ${root}\\B\n`,
    });
  });

  it('compares two files by their whole paths and by what a registry would hold, and asks the sensor nothing', async () => {
    await write(
      'old.reg',
      `[${root}\\X]\r\n"t"="a"\r\n"n"=dword:1\r\n"r"=hex(8):01,02\r\n"odd"=hex(1):61\r\n[${root}\\X\\Y]\r\n@="d"\r\n`,
    );
    await write(
      'new.reg',
      `[${root}\\X]\r\n"T"=hex(1):61,00,00,00\r\n"n"=hex(4):01,00,00,00\r\n"r"=hex(8):01,03\r\n"odd"=hex(1):62\r\n[${root}\\X\\Y]\r\n[${root}\\X\\Z]\r\n"a"="b"\r\n[-${root}\\X\\Y]\r\n[${root}\\X\\Z]\r\n"a"=-\r\n`,
    );
    const before = world.lab.requests.length;
    expect(await rowsOf('old.reg new.reg')).toEqual([
      `changed\t${root}\\X\tr\thex(8)\t0102\thex(8)\t0103`,
      `changed\t${root}\\X\todd\thex(1)\t61\thex(1)\t62`,
      `gone\t${root}\\X\\Y\t\t\t\t\t`,
      `gone\t${root}\\X\\Y\t\tREG_SZ\td\t\t`,
      `new\t${root}\\X\\Z\t\t\t\t\t`,
    ]);
    expect(world.lab.requests).toHaveLength(before);
  });

  it('calls nothing new that an export says it could not write', async () => {
    await windows.run('reg export HKLM\\SOFTWARE\\Lab\\Hostile --to hostile.reg');
    const ran = await windows.run('reg diff hostile.reg HKLM\\SOFTWARE\\Lab\\Hostile -o json');
    expect(ran.exitCode).toBe(6);
    expect(JSON.parse(ran.stdout)).toEqual([]);
    expect(ran.stderr).toContain('hostile.reg says that some could not be written to it\n');
    expect(ran.stderr).toContain('not compared, as one side could not be read there: ');
  });

  it('takes keys as seen from where the shell stands, and what ends in .reg as a file', async () => {
    windows.live.place.toKey(`${root}\\A`);
    try {
      expect(await rowsOf('Same ..\\B\\same')).toEqual([]);
      await write('here.reg', `[${root}\\A\\Same]\r\n"x"="y"\r\n`);
      expect(await rowsOf('.\\Same here.reg')).toEqual([`new\t${root}\\A\\Same\tx\t\t\tREG_SZ\ty`]);
    } finally {
      windows.live.place.toDirectory('C:\\');
    }
  });

  it('of a key that is not there, a file that is none, and a file that is not there says so', async () => {
    expect(await windows.run('reg diff HKLM\\Nope HKLM\\SOFTWARE\\A')).toMatchObject({ exitCode: 3 });
    await writeFile(join(world.folder, 'none.reg'), 'x');
    expect(await windows.run('reg diff none.reg HKLM\\SOFTWARE\\A')).toMatchObject({ exitCode: 2 });
    expect(await windows.run('reg diff nowhere.reg none.reg')).toMatchObject({
      exitCode: 1,
      kind: 'LocalFile',
    });
    const linux = await world.on(1);
    const before = world.lab.requests.length;
    expect(await linux.run('reg diff HKLM\\SOFTWARE HKLM\\SYSTEM')).toMatchObject({
      exitCode: 1,
      kind: 'Unsupported',
      stderr: expect.stringContaining('there is no registry on devr-test'),
    });
    expect(world.lab.requests).toHaveLength(before);
  });
});

/** What the sensor says of each key, by its last name. */
const serverOf = (keys: Readonly<Record<string, Readonly<Record<string, unknown>>>>) =>
  startHostileServer({
    commands: {
      'reg enum key': ({ object }) =>
        keys[String(object).split('\\').at(-1) ?? ''] ?? { values: [], sub_keys: [] },
    },
  });
const sz = (name: unknown, data: unknown) => ({ value_name: name, value_type: 'REG_SZ', value_data: data });
const denied = { status: 'error', result_type: 'WinHresult', result_code: 0x8007_0005 };

describe('reg diff of a sensor that does not say all', () => {
  it.each([
    ['a key that cannot be read', { A: { sub_keys: ['K'] }, B: { sub_keys: ['K'] }, K: denied }],
    [
      'a row that is none',
      {
        A: { values: [17], sub_keys: [] },
        B: { values: [sz('x', 'y')], sub_keys: ['K'] },
        K: { values: [sz('z', 1)] },
      },
    ],
    [
      'data that does not fit',
      { A: { values: [{ ...sz('d', {}), value_type: 'REG_DWORD' }] }, B: { values: [sz('d', 'x')] } },
    ],
    ['a name that is none', { A: { sub_keys: ['K'] }, B: { sub_keys: ['K', 'x\\y'] } }],
  ])('calls nothing new, gone or changed for %s', async (_what, keys) => {
    await using server = await serverOf(keys);
    const ran = await runHostile(server, ['reg', 'diff', '10', 'HKLM\\A', 'HKLM\\B', '-o', 'ndjson']);
    expect(ran.out).toBe('');
    expect([ran.exitCode, ran.err]).toEqual([
      6,
      expect.stringMatching(/left out|cannot be read|not compared/),
    ]);
  });

  it('lets nothing hostile through, and knows a name of 16,383 characters, one with blanks behind, and the default one', async () => {
    const names = [
      '',
      'x'.repeat(16_383),
      'blank ',
      'a/b',
      '"q"',
      '\u001b[2J',
      '\u202etxt',
      '__proto__',
      'C:\\x',
    ];
    await using server = await serverOf({
      A: { values: names.map((name) => sz(name, 'a')), sub_keys: ['K/ '] },
      B: { values: names.map((name) => sz(name, '\u001b]0;b\u0007')), sub_keys: [] },
    });
    const ran = await runHostile(server, ['reg', 'diff', '10', 'HKLM\\A', 'HKLM\\B', '-o', 'ndjson']);
    const rows = ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly change: string; readonly value_name?: string });
    expect(rows.slice(0, -1).map(({ value_name }) => value_name)).toEqual(names);
    expect(rows.at(-1)).toMatchObject({ change: 'gone', key: 'HKEY_LOCAL_MACHINE\\A\\K/ ' });
    const drawn = await runHostile(server, ['reg', 'diff', '10', 'HKLM\\A', 'HKLM\\B'], { tty: true });
    expect(harmIn(drawn.out.replace(/\u001b\[\d+m/g, ''))).toEqual([]);
  });

  it('ends where keys have no end', () => {
    function* endless(): Generator<RegEntry> {
      for (let at = 0; ; at += 1) yield { kind: 'key', path: `HKEY_USERS\\${at}` };
    }
    expect(() => treeOfEntries(endless())).toThrow('are too many to compare');
  });
});
