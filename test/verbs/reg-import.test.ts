import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { regFile } from '../../src/live/reg-file.ts';
import { isSameData } from '../../src/live/reg-import.ts';
import { readRegFile } from '../../src/live/reg-reader.ts';
import type { RegistryKey } from '../../src/live/registry.ts';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
let windows: LabSensor;

beforeAll(async () => {
  windows = await world.on(10);
});

const header = 'Windows Registry Editor Version 5.00\r\n';
const write = (name: string, body: string) => writeFile(join(world.folder, name), `${header}\r\n${body}`);
async function* only(key: RegistryKey): AsyncGenerator<RegistryKey> {
  yield key;
}

const parse = (body: string) => readRegFile(header + body, 'x.reg');

describe('a .reg file', () => {
  it('is read as regedit reads it: names and texts with escapes, numbers, hex over several lines, what is deleted', () => {
    const steps = parse(
      [
        '; a note',
        '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme]',
        '@="the \\"default\\""',
        '"a=b"="C:\\\\x"',
        '"n"=dword:000000ff',
        '"b"=hex:00,ff,\\',
        '  10',
        '"m"=hex(7):61,00,00,00,62,00,00,00,00,00',
        '"e"=hex(2):25,00,00,00',
        '"q"=hex(b):ff,ff,ff,ff,ff,ff,ff,ff',
        '"r"=hex(8):01,02',
        '"gone"=-',
        '[-HKEY_CURRENT_USER\\Old]',
      ].join('\r\n'),
    );
    const path = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme';
    const value = (name: string, type: string, data: unknown) => ({
      kind: 'value',
      path,
      value: { name, type, data },
    });
    expect(steps).toEqual([
      { kind: 'key', path },
      value('', 'REG_SZ', 'the "default"'),
      value('a=b', 'REG_SZ', 'C:\\x'),
      value('n', 'REG_DWORD', 255),
      value('b', 'REG_BINARY', '00ff10'),
      value('m', 'REG_MULTI_SZ', ['a', 'b']),
      value('e', 'REG_EXPAND_SZ', '%'),
      value('q', 'REG_QWORD', '18446744073709551615'),
      { kind: 'left out', path, name: 'r', why: expect.stringContaining('hex(8)') },
      { kind: 'delete value', path, name: 'gone' },
      { kind: 'delete key', path: 'HKEY_CURRENT_USER\\Old' },
    ]);
  });

  it('holds texts with line ends as regedit writes them', () => {
    const steps = parse('[HKEY_USERS\\X]\r\n"a"="one \r\n  two\\"\r\n\r\n[three]" \r\n"b"="c"\r\n');
    const value = (name: string, data: string) => ({
      kind: 'value',
      path: 'HKEY_USERS\\X',
      value: { name, type: 'REG_SZ', data },
    });
    expect(steps.slice(1)).toEqual([value('a', 'one \r\n  two"\r\n\r\n[three]'), value('b', 'c')]);
    expect(() => parse('[HKEY_USERS\\X]\n"a"="b\n"c"="d"\n')).toThrow('x.reg:3: a text ends with its quote');
  });

  it.each([
    ['[HKEY_LOCAL_MACHINE\\X', 2],
    ['[HKXX\\X]', 2],
    ['"a"="b"', 2],
    ['[HKEY_USERS\\X]\n"a"', 3],
    ['[HKEY_USERS\\X]\n"a"="b', 3],
    ['[HKEY_USERS\\X]\n"a"="b" and more', 3],
    ['[HKEY_USERS\\X]\n"a"=dword:xyz', 3],
    ['[HKEY_USERS\\X]\n"a"=hex:0,1x', 3],
    ['[-HKEY_USERS\\X]\n"a"="b"', 3],
  ])('%j is refused with its line', (body, line) => {
    expect(() => parse(body)).toThrow(`x.reg:${line}: `);
  });

  it('of another version is refused', () => {
    expect(() => readRegFile('REGEDIT4\n[HKEY_USERS\\X]', 'x.reg')).toThrow('version 5');
  });

  it('that we have written is read as what it was written from', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .filter((word) => !word.includes('\0') && word.isWellFormed());
    const value = fc.oneof(
      fc.record({ type: fc.constantFrom('REG_SZ', 'REG_EXPAND_SZ'), data: text }),
      fc.record({
        type: fc.constant('REG_MULTI_SZ'),
        data: fc.array(
          text.filter((word) => word !== ''),
          { maxLength: 4 },
        ),
      }),
      fc.record({ type: fc.constant('REG_DWORD'), data: fc.nat(0xffff_ffff) }),
      fc.record({ type: fc.constant('REG_QWORD'), data: fc.bigInt(0n, 2n ** 64n - 1n).map(String) }),
      fc.record({
        type: fc.constantFrom('REG_BINARY', 'REG_NONE'),
        data: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex')),
      }),
    );
    const name = text.filter((word) => !/[\p{Cc}\u2028\u2029\\]/u.test(word));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 6 }), async (pairs) => {
        const values = pairs.map(([called, rest]) => ({ name: called, ...rest }));
        const key: RegistryKey = { path: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\x', values, subKeys: [] };
        let file = '';
        for await (const piece of regFile(only(key), () => undefined)) file += piece;
        const read = readRegFile(file, 'x.reg').flatMap((step) =>
          step.kind === 'value' ? [step.value] : [],
        );
        expect(read.map((found) => found.name)).toEqual(values.map((wanted) => wanted.name));
        for (const [at, wanted] of values.entries())
          expect(isSameData(read[at] ?? wanted, wanted)).toBe(true);
      }),
    );
  });
});

describe('reg import', () => {
  const key = 'HKLM\\SOFTWARE\\Imported';
  const full = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Imported';

  it('asks with what would change, writes that, and the second time nothing', async () => {
    await windows.run(`reg create ${key}`);
    await windows.run(`reg set ${key}\\old --data x`);
    await windows.run(`reg set ${key}\\kept --data same`);
    await write(
      'a.reg',
      `[${full}]\r\n"old"="y"\r\n"kept"="same"\r\n"new"=dword:00000007\r\n[${full}\\Below]\r\n@="d"\r\n`,
    );
    const ran = await windows.run('reg import a.reg -o tsv --fields action,key,value_name,before,outcome', {
      tty: true,
      answers: [true],
    });
    expect(ran.questions).toEqual([
      expect.stringMatching(/^create 1 key, set 2 values, replace 1 value on WIN-/),
    ]);
    expect(ran.stdout.split('\n').filter((line) => line.includes('Imported'))).toEqual([
      `same\t${full}\t\t\tsame`,
      `replace value\t${full}\told\tx\tdone`,
      `same\t${full}\tkept\tsame\tsame`,
      `set value\t${full}\tnew\t\tdone`,
      `create key\t${full}\\Below\t\t\tdone`,
      `set value\t${full}\\Below\t\t\tdone`,
    ]);
    expect(await windows.out(`reg get ${key}\\new -o json --fields value_data`)).toContain('7');
    const again = await windows.run('reg import a.reg --yes -o tsv --fields outcome');
    expect(new Set(again.stdout.trim().split('\n').slice(-6))).toEqual(new Set(['same']));
    expect(again.exitCode).toBe(0);
  });

  it('deletes a key with all below it, deepest first, and a value', async () => {
    await windows.run(`reg create ${key}\\Gone`);
    await windows.run(`reg create ${key}\\Gone\\Deep`);
    await write('b.reg', `[-${full}\\Gone]\r\n[-${full}\\Never]\r\n[${full}]\r\n"kept"=-\r\n`);
    const ran = await windows.run('reg import b.reg --yes -o tsv --fields action,key,value_name');
    expect(ran.stdout.split('\n').filter((line) => line.includes('Imported'))).toEqual([
      `delete key\t${full}\\Gone\\Deep\t`,
      `delete key\t${full}\\Gone\t`,
      `same\t${full}\\Never\t`,
      `same\t${full}\t`,
      `delete value\t${full}\tkept`,
    ]);
    expect(await windows.run(`reg query ${key}\\Gone`)).toMatchObject({ exitCode: 3 });
  });

  it('says what it leaves out, with exit 6, and sends nothing of a file that it cannot read', async () => {
    await write('c.reg', `[${full}]\r\n"r"=hex(8):01\r\n"s\\\\t"="x"\r\n"u"="v"\r\n`);
    const ran = await windows.run('reg import c.reg --yes');
    expect(ran.exitCode).toBe(6);
    expect(ran.stdout).toContain('hex(8)');
    expect(await windows.out(`reg get ${key}\\u -o json --fields value_data`)).toContain('v');
    await write('d.reg', `[${full}]\r\n"first"="1"\r\n"second"=nonsense\r\n`);
    expect(await windows.run('reg import d.reg --yes')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('d.reg:5: '),
    });
    expect(await windows.run(`reg get ${key}\\first`)).toMatchObject({ exitCode: 3 });
  });
});
