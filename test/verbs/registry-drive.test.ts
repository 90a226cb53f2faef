import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ParamKind } from '../../src/spec/params.ts';
import { verbs } from '../../src/verbs/index.ts';
import { startHostileServer } from '../support/hostile-server.ts';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';
import { harmIn, runHostile } from '../support/run-hostile.ts';

const types = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Lab\\Types';

describe('in the registry', () => {
  const world = labVerbs();
  let windows: LabSensor;
  beforeAll(async () => {
    windows = await world.on(10);
    await writeFile(join(world.folder, 'x'), 'x');
  });
  afterEach(() => windows.live.place.toDirectory('C:\\Windows'));

  const isFile = (kind: ParamKind): boolean => kind === 'remotePath' || kind === 'remoteGlob';
  const forFiles = verbs.filter(
    ({ operands, hereUnless }) =>
      hereUnless !== undefined || Object.values(operands).some(({ kind }) => isFile(kind)),
  );

  it.each(forFiles.map((spec) => [spec.name, spec] as const))(
    '%s is refused before anything is sent, as is what is typed for it there',
    async (name, { operands }) => {
      windows.live.place.toKey(types);
      const before = world.lab.requests.length;
      const wordsOf = (path: string) =>
        Object.values(operands)
          .filter(({ kind, optional }) => optional !== true || isFile(kind))
          .map(({ kind }) => (isFile(kind) ? path : 'x'));
      const refused = { exitCode: 2, kind: 'Usage', stdout: '', questions: [] };
      const how = { tty: true };
      if (Object.values(operands).some(({ kind }) => isFile(kind))) {
        expect(await windows.run([name, ...wordsOf('text.txt')].join(' '), how)).toMatchObject({
          ...refused,
          stderr: expect.stringContaining(`text.txt is in the registry, and ${name} is for files`),
        });
        windows.live.place.toDirectory('C:\\Windows');
        expect(await windows.run([name, ...wordsOf('hklm\\SOFTWARE')].join(' '), how)).toMatchObject(refused);
      } else {
        expect(await windows.run([name, ...wordsOf('')].join(' '), how)).toMatchObject({
          ...refused,
          stderr: expect.stringContaining(`${name} works in a directory, and you are in the registry`),
        });
      }
      expect(world.lab.requests).toHaveLength(before);
    },
  );

  it('files are files by their drive, and what asks for no place is done', async () => {
    windows.live.place.toKey(types);
    expect(await windows.out('head -n 1 C:\\Windows\\win.ini')).toBe('; for 16-bit app support\n');
    expect(await windows.out('ls C:\\Windows\\win.ini --fields filename')).toBe('win.ini\n');
    expect(await windows.out('ps --name explorer.exe --fields pid')).toMatch(/^\d+\n$/);
    expect(await windows.out('exec --dir C:\\Users cmd.exe /c cd')).toBe('C:\\Users\n');
  });

  it('the reg verbs take what is seen from there, and the whole path is asked about', async () => {
    windows.live.place.toKey(types);
    expect(await windows.json('reg get text')).toMatchObject({ value_data: 'Grüße' });
    expect(await windows.out('reg query ..\\Parent --fields sub_key')).toBe('Child\n');
    for (const [line, question] of [
      ['reg delete text', 'delete the value HKLM\\SOFTWARE\\Lab\\Types\\text on WIN-EP7RMLTCLAJ?'],
      ['reg delete --key ..\\Parent', 'delete the key HKLM\\SOFTWARE\\Lab\\Parent on WIN-EP7RMLTCLAJ?'],
      [
        'reg set \\SOFTWARE\\x --data 1 --force',
        'replace HKLM\\SOFTWARE\\x on WIN-EP7RMLTCLAJ if it is there?',
      ],
      ['reg delete .\\', 'delete the value HKLM\\SOFTWARE\\Lab\\Types\\ on WIN-EP7RMLTCLAJ?'],
      ['reg delete HKCU:\\x', 'delete the value HKCU:\\x on WIN-EP7RMLTCLAJ?'],
    ] as const)
      expect((await windows.run(line, { tty: true, answers: [false] })).questions).toEqual([question]);
    expect((await windows.run('reg create C:\\x')).exitCode).toBe(2);
  });

  it('a key whose name is a wildcard is meant first, and a name without regard to case', async () => {
    await windows.out('reg create HKCR\\*');
    await windows.out('reg create HKCR\\*\\shell');
    windows.live.place.toKey('HKEY_CLASSES_ROOT');
    expect(await windows.out('ls *\\SHELL --fields key')).toBe('HKEY_CLASSES_ROOT\\*\n');
    expect(await windows.out('ls .t* .E* --fields sub_key')).toBe('.txt\n.exe\n');
    expect((await windows.run('ls .t* nope*')).exitCode).toBe(3);
    expect((await windows.run('ls {.t,nope}*')).exitCode).toBe(0);
  });

  it('the value of a file is found by its name as it was typed, below the key where one stands', async () => {
    await windows.out('reg create HKLM\\SOFTWARE\\Files');
    const shared = 'HKEY_LOCAL_MACHINE\\SYSTEM\\MountedDevices';
    windows.live.place.toKey(shared);
    expect(await windows.json('stat *C:')).toMatchObject({ value_name: '\\DosDevices\\C:', size: 12 });
    windows.live.place.toKey('HKEY_LOCAL_MACHINE\\SOFTWARE\\Lab\\Hostile');
    expect(await windows.out('cat back\\slash')).toBe('the name holds a backslash\n');
    expect(await windows.run('cat nope\\slash')).toMatchObject({ exitCode: 3, kind: 'NotOnSensor' });
  });

  it('a value is no key, and a key no value', async () => {
    windows.live.place.toKey('HKEY_LOCAL_MACHINE\\SOFTWARE\\Lab');
    expect((await windows.run('cd Types\\text')).stderr).toContain('Types\\text is a value, not a key');
    expect((await windows.run('cat Types')).stderr).toContain('Types is a key\nhint: ls shows what is in it');
    expect(windows.live.place.shown).toBe('HKLM\\SOFTWARE\\Lab');
    expect(await windows.run('cat Types\\t* Typ*')).toMatchObject({ exitCode: 2 });
  });

  it.each(['cd HKLM\\', 'ls HKLM\\SOFTWARE', 'cat hkcu:\\x', 'find HKU\\', 'stat HKLM\\x', 'ls HKLM\\*'])(
    'Linux has none: %s',
    async (line) => {
      const linux = await world.on(1);
      const before = world.lab.requests.length;
      expect(await linux.run(line)).toMatchObject({
        exitCode: 1,
        stderr: 'there is no registry on devr-test\n',
      });
      expect(world.lab.requests).toHaveLength(before);
    },
  );
});

/** What the sensor says of each key, by its last name. */
const serverOf = (keys: Readonly<Record<string, Readonly<Record<string, unknown>>>>) =>
  startHostileServer({
    commands: {
      'reg enum key': ({ object }) => keys[String(object).split('\\').at(-1) ?? ''] ?? absent,
    },
  });
const sz = (name: unknown, data: unknown = 'x') => ({
  value_name: name,
  value_type: 'REG_SZ',
  value_data: data,
});
const absent = { status: 'error', result_type: 'WinHresult', result_code: 0x8007_0002 };
const denied = { ...absent, result_code: 0x8007_0005 };

const names = [
  '',
  'x'.repeat(16_383),
  'blank ',
  ' ',
  'a/b',
  '"q"',
  "it's",
  '\u001b[2J\u0007',
  'two\r\nlines',
  '\u202egnp.exe',
  '__proto__',
  'back\\slash',
  '..',
  '*',
  '(default)',
  '\ud800',
];

describe('what a sensor calls keys and values', () => {
  it.each(['ls', 'find', 'stat'])(
    'does nothing to a terminal, and JSON has it as it came: %s',
    async (verb) => {
      await using server = await serverOf({
        A: { values: names.map((name) => sz(name, name)), sub_keys: names },
      });
      const words = [
        verb,
        '10',
        verb === 'stat' ? 'HKLM\\A\\?*' : 'HKLM\\A',
        ...(verb === 'find' ? ['--depth', '1'] : []),
      ];
      const drawn = await runHostile(server, words, { tty: true });
      expect(harmIn(`${drawn.out}${drawn.err}`.replace(/\u001b\[\d*m/g, ''))).toEqual([]);
      const { out } = await runHostile(server, [...words, '-o', 'ndjson']);
      const rows = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
      const expected = verb === 'stat' ? [] : names.filter((name) => name.isWellFormed());
      expect(rows.flatMap((row) => row['value_name'] ?? [])).toEqual(expect.arrayContaining(expected));
    },
  );

  it.each([
    ['blank ', 'blank '],
    ['a/b', 'a/b'],
    ['"q"', '"q"'],
    ['(default)', '(default)'],
    ['x'.repeat(16_383), 'x'.repeat(16_383)],
    ['', ''],
  ])('cat finds the value %j', async (name, data) => {
    await using server = await serverOf({
      A: { values: names.map((each) => sz(each, each)), sub_keys: names },
    });
    const ran = await runHostile(server, ['cat', '10', `HKLM\\A\\${name}`, '--json']);
    expect(JSON.parse(ran.out)).toMatchObject({ value_name: name, value_data: data });
  });

  it('is not the default value by its shown name where another one has that', async () => {
    await using server = await serverOf({ A: { values: [sz('', 'default')] } });
    expect((await runHostile(server, ['cat', '10', 'HKLM\\A\\(default)'])).out).toBe('default\n');
  });
});

describe('what a sensor does not say', () => {
  it.each([
    ['ls of a row that is none', ['ls', '10', 'HKLM\\A'], { A: { values: [7, sz('x')], sub_keys: [] } }, 6],
    [
      'find of a key that cannot be read',
      ['find', '10', 'HKLM\\A'],
      { A: { sub_keys: ['K', 'L'] }, K: denied, L: {} },
      6,
    ],
    [
      'a wildcard over one that cannot be read',
      ['ls', '10', 'HKLM\\A\\*\\x'],
      { A: { sub_keys: ['K', 'L'] }, K: denied, L: { values: [sz('x')] } },
      6,
    ],
    ['a value that may be a row that is none', ['cat', '10', 'HKLM\\A\\x'], { A: { values: [7] } }, 7],
    ['no list at all', ['ls', '10', 'HKLM\\A'], { A: { values: null, sub_keys: null } }, 7],
    ['a key that is refused', ['ls', '10', 'HKLM\\A'], { A: denied }, 1],
    ['what is not there', ['cat', '10', 'HKLM\\A\\x'], { A: { values: [], sub_keys: ['y'] } }, 3],
  ] as const)('is not called absent: %s', async (_what, words, keys, exitCode) => {
    await using server = await serverOf(keys);
    const ran = await runHostile(server, words);
    expect([ran.exitCode, ran.err]).toEqual([exitCode, expect.any(String)]);
    if (exitCode === 7 || exitCode === 1) expect(ran.err).not.toContain('is not on');
  });

  it('a wildcard that matches without an end is cut, and says so', async () => {
    await using server = await serverOf({
      A: { sub_keys: Array.from({ length: 1500 }, (_, at) => `k${at}`) },
    });
    const ran = await runHostile(server, ['ls', '10', 'HKLM\\A\\*\\x\\y']);
    expect(ran.err).toContain('more than 1000 keys match');
    expect(server.posted.length).toBeLessThan(1100);
  }, 120_000);

  it('bytes are a hexdump in a table, a record and as text, as long as they are', async () => {
    const data = Buffer.alloc(4096, 'MZ\0\u0001').toString('hex');
    await using server = await startHostileServer({
      commands: {
        'reg enum key': () => ({ values: [{ value_name: 'b', value_type: 'REG_BINARY', value_data: data }] }),
        'reg query value': () => ({ value: { value_name: 'b', value_type: '99', value_data: data } }),
      },
    });
    const row = await runHostile(server, ['ls', '10', 'HKLM\\A'], { tty: true });
    expect(row.out).toContain(
      '4d 5a 00 01 4d 5a 00 01 4d 5a 00 01 4d 5a 00 01  MZ..MZ..MZ..MZ..  and 4080 bytes more',
    );
    const record = await runHostile(server, ['reg', 'get', '10', 'HKLM\\A\\b'], { tty: true });
    expect(record.out.split('\n').filter((line) => line.includes('MZ..'))).toHaveLength(32);
    expect(record.out).toContain('and 3584 bytes more: cat shows all');
    const text = await runHostile(server, ['cat', '10', 'HKLM\\A\\b']);
    expect(text.out.trimEnd().split('\n')).toHaveLength(256);
    const json = await runHostile(server, ['ls', '10', 'HKLM\\A', '--json']);
    expect(JSON.parse(json.out)).toMatchObject([{ value_data: data }]);
  });

  it.each([
    ['a key below it is refused', { A: { sub_keys: ['K', 'L'] }, K: denied, L: { values: [sz('x')] } }],
    ['a key below it has gone', { A: { sub_keys: ['K', 'L'] }, L: { values: [sz('x')] } }],
    ['a row is none', { A: { values: [7, sz('x')] } }],
    [
      'data does not fit its type',
      { A: { values: [{ ...sz('d', 'ten'), value_type: 'REG_DWORD' }, sz('x')] } },
    ],
    ['a type is none', { A: { values: [{ ...sz('d'), value_type: 'REG_NEW' }, sz('x')] } }],
    ['a name cannot be written', { A: { values: [sz('a\nb'), sz('x')] } }],
    ['a name cannot be a key', { A: { sub_keys: ['a\\b'], values: [sz('x')] } }],
  ])('an export is whole but for what is said, with exit 6: %s', async (_what, keys) => {
    await using server = await serverOf(keys);
    const ran = await runHostile(server, ['reg', 'export', '10', 'HKLM\\A']);
    expect([ran.exitCode, ran.out]).toEqual([6, expect.stringContaining('"x"="x"')]);
    expect(ran.err).toMatch(/left out/);
    expect((await runHostile(server, ['reg', 'export', '10', 'HKLM\\A', '--to', 'a.reg'])).exitCode).toBe(6);
  });
});
