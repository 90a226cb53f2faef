import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
let windows: LabSensor;

beforeAll(async () => {
  windows = await world.on(10);
});

const acme = 'HKLM\\SOFTWARE\\Acme';

describe('reg query', () => {
  it('lists subkeys and then values on a terminal', async () => {
    const { stdout } = await windows.run('reg query HKLM\\SOFTWARE\\Lab\\Types', { tty: true });
    expect(stdout.split('\n').slice(0, 7)).toEqual([
      'SUBKEY  VALUE         TYPE                  DATA',
      '        (default)     REG_SZ                the default value',
      '        text          REG_SZ                Grüße',
      '        expandable    REG_EXPAND_SZ         %SystemRoot%\\system32',
      '        dword         REG_DWORD             4294967295 (0xffffffff)',
      '        qword         REG_QWORD             9007199254740991 (0x1fffffffffffff)',
      '        multi         REG_MULTI_SZ          first, second, drei',
    ]);
    expect(await windows.out('reg query hklm\\software\\lab --fields sub_key')).toBe(
      'Types\nParent\nHostile\n',
    );
  });

  it('gives JSON the names and types of the wire', async () => {
    const items = (await windows.json('reg query HKEY_LOCAL_MACHINE\\SOFTWARE\\Lab\\Types')) as unknown[];
    expect(items).toContainEqual({
      value_name: 'multi',
      value_type: 'REG_MULTI_SZ',
      value_data: ['first', 'second', 'drei'],
    });
    expect(items).toContainEqual({
      value_name: 'binary',
      value_type: 'REG_BINARY',
      value_data: '00ff10804e',
    });
  });

  it.each(['table', 'tsv', 'csv', 'json', 'ndjson'])('lets nothing hostile through as %s', async (mode) => {
    const { bytes } = await windows.run(`reg query HKLM\\SOFTWARE\\Lab\\Hostile -o ${mode}`, {
      tty: mode === 'table',
    });
    expect(bytes.length).toBeGreaterThan(500);
    const raw =
      mode === 'csv'
        ? /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/
        : /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
    expect(bytes.toString('utf8')).not.toMatch(raw);
    if (mode === 'csv') expect(bytes.toString('utf8')).not.toMatch(/(?:^|,)"?[=@]/m);
  });

  it('of a missing key is exit 3, of no key at all exit 2', async () => {
    expect(await windows.run('reg query HKLM\\SOFTWARE\\Nope')).toMatchObject({
      exitCode: 3,
      kind: 'NotOnSensor',
    });
    expect((await windows.run('reg query SOFTWARE')).stderr).toContain('begin with HKLM');
    expect((await windows.run('reg query C:\\Windows')).exitCode).toBe(2);
  });

  it('is not offered by a Linux sensor, which is said before anything is sent', async () => {
    const linux = await world.on(1);
    const before = world.lab.requests.length;
    expect(await linux.run('reg query HKLM\\SOFTWARE')).toMatchObject({ exitCode: 1, kind: 'Unsupported' });
    expect(world.lab.requests).toHaveLength(before);
  });
});

describe('reg get', () => {
  it('shows one value', async () => {
    expect(await windows.out('reg get HKLM\\SOFTWARE\\Lab\\Types\\text')).toBe(
      'value_name\ttext\nvalue_type\tREG_SZ\nvalue_data\tGrüße\n',
    );
    expect(await windows.json('reg get HKLM\\SOFTWARE\\Lab\\Types\\dword')).toEqual({
      value_name: 'dword',
      value_type: 'REG_DWORD',
      value_data: 4294967295,
    });
  });

  it('takes a path with blanks, and a separator at the end for the default value', async () => {
    const path = '"HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProductName"';
    expect(await windows.out(`reg get ${path} --fields value_type`)).toBe('value_type\tREG_SZ\n');
    expect(await windows.out('reg get HKLM\\SOFTWARE\\Lab\\Types\\ --fields value_data')).toBe(
      'value_data\tthe default value\n',
    );
  });

  it('of a missing value is exit 3', async () => {
    expect((await windows.run('reg get HKLM\\SOFTWARE\\Lab\\Types\\nope')).exitCode).toBe(3);
  });
});

describe('what is not in the registry', () => {
  const root = 'HKEY_LOCAL_MACHINE\\SOFTWARE';
  it.each([
    ['reg query HKLM\\SOFTWARE\\nope', `${root}\\nope`, `reg query ${root} shows what is there`],
    [
      'reg get "HKLM\\SOFTWARE\\n o\\x"',
      `the value ${root}\\n o\\x`,
      `reg query "${root}\\n o" shows what is there`,
    ],
    [
      'reg delete HKLM\\SOFTWARE\\nope --yes',
      `the value ${root}\\nope`,
      `reg query ${root} shows what is there`,
    ],
    ['reg delete --key HKLM\\SOFTWARE\\nope --yes', `${root}\\nope`, `reg query ${root} shows what is there`],
    ['reg set HKLM\\SOFTWARE\\nope\\x --data 1', `${root}\\nope`, `reg create ${root}\\nope makes it`],
  ])('is said of %s, with where to look', async (line, path, hint) => {
    const { stderr, kind } = await windows.run(line);
    expect(stderr).toBe(`${path} is not on WIN-EP7RMLTCLAJ\nhint: ${hint}\n`);
    expect(kind).toBe('NotOnSensor');
  });
});

describe('reg create, set and delete', () => {
  it('make a key, write every type, and take it away again', async () => {
    const said = await windows.run(`reg create ${acme}`);
    expect(said).toMatchObject({ stdout: '', stderr: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme is created\n' });
    const data: readonly (readonly [line: string, wire: unknown])[] = [
      ['Level --type REG_DWORD --data 0x1a', 26],
      ['Big --type REG_QWORD --data 9007199254740991', 9007199254740991],
      ['Text --data "a b"', 'a b'],
      ['Path --type REG_EXPAND_SZ --data %SystemRoot%\\x', '%SystemRoot%\\x'],
      [
        'Multi --type REG_MULTI_SZ --data one --data "two words" --data -three',
        ['one', 'two words', '-three'],
      ],
      ['Bytes --type REG_BINARY --data DE,AD --data beef', 'deadbeef'],
      [' --data "the default"', 'the default'],
    ];
    for (const [line, wire] of data) {
      const [name = ''] = line.split(' ', 1);
      await windows.out(`reg set ${acme}\\${line}`);
      expect(await windows.json(`reg get ${acme}\\${name}`)).toMatchObject({ value_data: wire });
    }
    await windows.out(`reg delete ${acme}\\Level --yes`);
    expect((await windows.run(`reg get ${acme}\\Level`)).exitCode).toBe(3);
    await windows.out(`reg delete --key ${acme} --yes`);
    expect((await windows.run(`reg query ${acme}`)).exitCode).toBe(3);
  });

  it('replace a value only with --force, which asks', async () => {
    await windows.out(`reg create ${acme}2`);
    await windows.out(`reg set ${acme}2\\x --data one`);
    const refused = await windows.run(`reg set ${acme}2\\x --data two`);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('hint: a value that is there is replaced only with --force');
    const asked = await windows.run(`reg set ${acme}2\\x --data two --force`, { tty: true, answers: [true] });
    expect(asked.questions).toEqual([`replace ${acme}2\\x on WIN-EP7RMLTCLAJ if it is there?`]);
    expect(await windows.json(`reg get ${acme}2\\x`)).toMatchObject({ value_data: 'two' });
    expect((await windows.run(`reg set ${acme}2\\x --data three --force`)).exitCode).toBe(2);
  });

  it('say what does not fit before anything is sent', async () => {
    const before = world.lab.requests.length;
    expect((await windows.run(`reg set ${acme}\\x --type REG_DWORD --data many`)).stderr).toContain(
      'REG_DWORD takes a number up to 4294967295, not "many"',
    );
    expect((await windows.run(`reg set ${acme}\\x --type REG_FOO --data 1`)).exitCode).toBe(2);
    expect((await windows.run('reg delete --yes')).stderr).toContain(
      'needs <value> or --key KEY, and not both',
    );
    expect((await windows.run(`reg delete ${acme}\\x --key ${acme} --yes`)).exitCode).toBe(2);
    expect(world.lab.requests).toHaveLength(before);
  });

  it('ask before they delete, and do not delete a key with subkeys', async () => {
    const no = await windows.run('reg delete --key HKLM\\SOFTWARE\\Lab', { tty: true, answers: [false] });
    expect(no).toMatchObject({
      exitCode: 2,
      questions: ['delete the key HKLM\\SOFTWARE\\Lab on WIN-EP7RMLTCLAJ?'],
    });
    const refused = await windows.run('reg delete --key HKLM\\SOFTWARE\\Lab --yes');
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('hint: a key with subkeys is deleted from below');
  });

  it('in a dry run change nothing and do not say that they did', async () => {
    const sent: unknown[] = [];
    const dry = await world.open(10, { dryRun: (request) => sent.push(request.body), pid: 2 });
    expect((await dry.run(`reg create ${acme}3`)).stderr).toBe('dry run: nothing was sent\n');
    expect(sent).toEqual([expect.objectContaining({ name: 'reg create key' })]);
    await dry.leave();
    expect((await windows.run(`reg query ${acme}3`)).exitCode).toBe(3);
  });
});

describe('reg export', () => {
  it('prints a key and all below it', async () => {
    const text = await windows.out('reg export HKLM\\SOFTWARE\\Lab\\Types');
    expect(text.split('\n').slice(0, 6)).toEqual([
      'Windows Registry Editor Version 5.00',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Lab\\Types]',
      '@="the default value"',
      '"text"="Grüße"',
      expect.stringMatching(/^"expandable"=hex\(2\):25,00,53,00/),
    ]);
    // Its hostile names are left out, which is said.
    const below = await windows.run('reg export HKLM\\SOFTWARE\\Lab');
    expect(below.exitCode).toBe(6);
    expect(below.stdout).toContain('\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Lab\\Types]\n');
  });

  it('writes with --to what regedit imports: UTF-16 with a mark and CRLF, for the owner alone', async () => {
    const ran = await windows.run('reg export HKLM\\SOFTWARE\\Lab\\Types --to types.reg --json');
    const path = join(world.folder, 'types.reg');
    expect(JSON.parse(ran.stdout)).toMatchObject({
      remote: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Lab\\Types',
      local: path,
    });
    const bytes = await readFile(path);
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    const text = new TextDecoder('utf-16le').decode(bytes);
    expect(text).toContain('"text"="Grüße"\r\n');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('replaces no local file without --force', async () => {
    await writeFile(join(world.folder, 'mine.reg'), 'mine');
    expect(await windows.run('reg export HKLM\\SOFTWARE\\Lab\\Types --to mine.reg')).toMatchObject({
      exitCode: 1,
    });
    expect(await readFile(join(world.folder, 'mine.reg'), 'utf8')).toBe('mine');
    await windows.out('reg export HKLM\\SOFTWARE\\Lab\\Types --to mine.reg --force');
    expect((await readFile(join(world.folder, 'mine.reg'))).length).toBeGreaterThan(100);
  });

  it('leaves no file behind for a key that is not there', async () => {
    expect((await windows.run('reg export HKLM\\SOFTWARE\\Nope --to nope.reg')).exitCode).toBe(3);
    await expect(stat(join(world.folder, 'nope.reg'))).rejects.toThrow();
    await expect(stat(join(world.folder, 'nope.reg.part'))).rejects.toThrow();
  });

  it('makes no further key or value of hostile names and data', async () => {
    const ran = await windows.run('reg export HKLM\\SOFTWARE\\Lab\\Hostile --to hostile.reg');
    expect(ran.exitCode).toBe(6);
    const text = new TextDecoder('utf-16le').decode(await readFile(join(world.folder, 'hostile.reg')));
    const lines = text.split(/[\r\n\u0085\u2028\u2029]+/).filter((line) => line !== '');
    const keys = lines.filter((line) => line.startsWith('['));
    expect(keys.length).toBeGreaterThan(1);
    for (const key of keys) expect(key).toMatch(/^\[HKEY_LOCAL_MACHINE\\SOFTWARE\\Lab\\Hostile[^\]]*\]$/);
    expect(lines.filter((line) => /^"(?:owned|x)"/.test(line))).toEqual([]);
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });
});
