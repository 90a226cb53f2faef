import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regFile, regFileBytes, regFileHeader, regFileKey } from '../../src/live/reg-file.ts';
import type { RegistryKey, RegistryValue } from '../../src/live/registry.ts';

const path = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme';

function line(type: string, data: unknown, name = 'x'): string {
  return keyOf([{ name, type, data }]).split('\r\n')[2] ?? '';
}

function keyOf(values: readonly RegistryValue[], at = path): string {
  return regFileKey({ path: at, values, subKeys: [] });
}

/** What regedit would do: lines, keys in brackets, values with a name and data; comments and blank lines aside. */
function readBack(text: string): { key: string; names: string[] }[] {
  const keys: { key: string; names: string[] }[] = [];
  for (const one of text.split(/[\r\n\u0085\u2028\u2029\v\f]+/)) {
    if (one === '' || one.startsWith(';') || one === regFileHeader) continue;
    if (one.trimStart().startsWith('[')) keys.push({ key: one, names: [] });
    else keys.at(-1)?.names.push(one);
  }
  return keys;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('a key in .reg format', () => {
  it('is the key in brackets and its values, with CRLF', () => {
    expect(
      keyOf([
        { name: '', type: 'REG_SZ', data: 'the default' },
        { name: 'Level', type: 'REG_DWORD', data: 26 },
      ]),
    ).toBe(`\r\n[${path}]\r\n@="the default"\r\n"Level"=dword:0000001a\r\n`);
  });

  it.each([
    ['REG_SZ', 'C:\\a "b"', '"x"="C:\\\\a \\"b\\""'],
    ['REG_SZ', '', '"x"=""'],
    ['REG_SZ', 'a\nb', '"x"=hex(1):61,00,0a,00,62,00,00,00'],
    ['REG_SZ', '\ud800', '"x"=hex(1):00,d8,00,00'],
    ['REG_EXPAND_SZ', '%A%', '"x"=hex(2):25,00,41,00,25,00,00,00'],
    ['REG_MULTI_SZ', ['a', 'b'], '"x"=hex(7):61,00,00,00,62,00,00,00,00,00'],
    ['REG_MULTI_SZ', [], '"x"=hex(7):00,00'],
    ['REG_DWORD', 0xffffffff, '"x"=dword:ffffffff'],
    ['REG_DWORD', -1, '"x"=dword:ffffffff'],
    ['REG_DWORD', '16', '"x"=dword:00000010'],
    ['REG_DWORD_BIG_ENDIAN', 1, '"x"=hex(5):00,00,00,01'],
    ['REG_QWORD', 1, '"x"=hex(b):01,00,00,00,00,00,00,00'],
    ['REG_QWORD', '18446744073709551615', '"x"=hex(b):ff,ff,ff,ff,ff,ff,ff,ff'],
    ['REG_BINARY', 'DEad', '"x"=hex:de,ad'],
    ['REG_BINARY', '', '"x"=hex:'],
    ['REG_NONE', null, '"x"=hex(0):'],
    ['REG_LINK', 'ab', '"x"=hex(6):61,00,62,00'],
    ['REG_RESOURCE_LIST', '00ff', '"x"=hex(8):00,ff'],
  ])('writes %s %j as %s', (type, data, written) => {
    expect(line(type, data)).toBe(written);
  });

  it.each([
    ['REG_DWORD', '1\r\n"x"="y"'],
    ['REG_DWORD', 2 ** 40],
    ['REG_DWORD', null],
    ['REG_QWORD', 2 ** 64],
    ['REG_QWORD', 2 ** 60],
    ['REG_BINARY', 'zz'],
    ['REG_BINARY', 'abc'],
    ['REG_SZ', { a: 1 }],
    ['REG_MULTI_SZ', [1]],
    ['REG_WHATEVER', '00'],
  ])('leaves out, as a comment, %s with data %j that does not fit', (type, data) => {
    expect(line(type, data)).toBe(`; left out: "x", whose data is no "${type}"`);
  });

  it('leaves out, as a comment, a name that cannot be written', () => {
    expect(line('REG_SZ', 'v', 'a\r\n[HKEY_LOCAL_MACHINE\\Evil]')).toBe(
      '; left out: a value whose name cannot be written: "a\\r\\n[HKEY_LOCAL_MACHINE\\\\Evil]"',
    );
    expect(keyOf([{ name: 'x', type: 'REG_SZ', data: 'v' }], `${path}\\a] [-HKEY_LOCAL_MACHINE`)).toBe(
      `\r\n; left out: a key whose name cannot be written: ${JSON.stringify(`${path}\\a] [-HKEY_LOCAL_MACHINE`)}\r\n`,
    );
  });

  it('makes one key and one line a value of whatever a sensor says', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '\r\n[HKEY_LOCAL_MACHINE\\Evil]\r\n"a"="b',
        '\u2028[HKEY_USERS]',
        '\u0085[-HKEY_USERS]',
        '"\n@="x',
      ),
      fc.string({
        unit: fc.constantFrom('\r', '\n', '[', ']', '"', '\\', '=', ';', '-', '\u2028', '\ud800', 'a'),
      }),
    );
    const type = fc.constantFrom(
      'REG_SZ',
      'REG_EXPAND_SZ',
      'REG_MULTI_SZ',
      'REG_DWORD',
      'REG_QWORD',
      'REG_BINARY',
      'REG_NONE',
      'REG_LINK',
      '\r\n[HKEY_USERS]',
    );
    const data = fc.oneof(
      hostile,
      fc.array(hostile),
      fc.integer(),
      fc.double(),
      fc.constant(null),
      fc.object(),
    );
    fc.assert(
      fc.property(
        hostile,
        fc.array(fc.record({ name: hostile, type, data }), { maxLength: 5 }),
        (subKey, values) => {
          const text = regFileKey({ path: `${path}\\${subKey}`, values, subKeys: [] });
          const keys = readBack(text);
          const isLeftOut = text.startsWith('\r\n;');
          expect(keys).toHaveLength(isLeftOut ? 0 : 1);
          if (isLeftOut) return;
          expect(keys[0]?.key).toBe(`[${path}\\${subKey}]`);
          expect(text.split('\r\n')).toHaveLength(values.length + 3);
          for (const one of keys[0]?.names ?? []) {
            expect(one).toMatch(
              /^(?:@|"(?:[^"\\]|\\[\\"])*")=(?:"(?:[^"\\]|\\[\\"])*"|dword:[0-9a-f]{8}|hex(?:\([0-9a-f]+\))?:(?:[0-9a-f]{2}(?:,[0-9a-f]{2})*)?)$/,
            );
          }
        },
      ),
    );
  });
});

describe('a .reg file', () => {
  async function* keys(): AsyncGenerator<RegistryKey> {
    yield { path, values: [{ name: 'Ä', type: 'REG_SZ', data: '€' }], subKeys: ['Sub'] };
    yield { path: `${path}\\Sub`, values: [], subKeys: [] };
  }

  it('begins with the line that regedit wants', async () => {
    expect((await collect(regFile(keys()))).join('')).toBe(
      `Windows Registry Editor Version 5.00\r\n\r\n[${path}]\r\n"Ä"="€"\r\n\r\n[${path}\\Sub]\r\n`,
    );
  });

  it('is UTF-16 with a byte order mark for regedit', async () => {
    const bytes = Buffer.concat(await collect(regFileBytes(keys())));
    expect([...bytes.subarray(0, 4)]).toEqual([0xff, 0xfe, 0x57, 0x00]);
    expect(new TextDecoder('utf-16le').decode(bytes)).toContain('"Ä"="€"\r\n');
  });
});
