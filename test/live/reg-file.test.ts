import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regBytes } from '../../src/live/reg-data.ts';
import { readRegEntries } from '../../src/live/reg-entries.ts';
import { regFile, regFileBytes, regFileHeader, regFileKey } from '../../src/live/reg-file.ts';
import type { RegistryKey, RegistryValue } from '../../src/live/registry.ts';

const path = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme';

function line(type: string, data: unknown, name = 'x'): string {
  return keyOf([{ name, type, data }]).split('\r\n')[2] ?? '';
}

function keyOf(values: readonly RegistryValue[], at = path): string {
  return [...regFileKey({ path: at, values, subKeys: [] }, () => undefined)].join('');
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

const nothing = () => undefined;

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
    ['131074', '00FF', '"x"=hex(20002):00,ff'],
    ['0x80000001', '', '"x"=hex(80000001):'],
    ['1', 'text', '"x"="text"'],
    ['3', '00', '"x"=hex:00'],
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
    ['99999999999', '00'],
    ['131074', 'no hex'],
  ])('leaves out, as a comment, %s with data %j that does not fit', (type, data) => {
    expect(line(type, data)).toBe(`; left out: "x", whose data is no "${type}"`);
  });

  it.each([
    ['text', 'REG_SZ', 'ab"\\'.repeat(50_000)],
    ['text for hex', 'REG_EXPAND_SZ', 'ä\n\ud83d\ude00'.repeat(50_000)],
    ['bytes', 'REG_BINARY', '0a, FF'.repeat(50_000)],
    ['bytes of an odd cut', 'REG_BINARY', `0 ${'a,b'.repeat(49_999)}1`],
  ])('writes long %s in pieces as if it were one', (_what, type, data) => {
    const [, written = ''] = /^"x"=(.*)$/s.exec(line(type, data)) ?? [];
    if (type === 'REG_SZ') expect(JSON.parse(written)).toBe(data);
    else {
      const [, digits = ''] = /:((?:[0-9a-f]{2},)*[0-9a-f]{2})$/.exec(written) ?? [];
      const bytes = Buffer.from(digits.replaceAll(',', ''), 'hex');
      const whole =
        type === 'REG_BINARY'
          ? Buffer.from(data.replace(/[ ,]/g, ''), 'hex')
          : Buffer.from(`${data}\0`, 'utf16le');
      expect(bytes.equals(whole)).toBe(true);
    }
  });

  it('of every type number is read as the very bytes that the registry holds', () => {
    const hexDigits = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex'));
    const text = fc.string({ unit: 'binary', maxLength: 12 });
    const dataOf = (type: number): fc.Arbitrary<unknown> => {
      if ([1, 2, 6].includes(type)) return text;
      if (type === 7) return fc.array(text, { maxLength: 4 });
      if (type === 4 || type === 5) return fc.nat(0xffff_ffff);
      return type === 11 ? fc.bigInt(0n, 2n ** 64n - 1n).map(String) : hexDigits;
    };
    const value = fc
      .oneof(fc.nat(11), fc.nat(0xffff_ffff))
      .chain((type) => dataOf(type).map((data) => ({ name: 'x', type: String(type), data })));
    fc.assert(
      fc.property(value, (held) => {
        const [, entry] = readRegEntries(`${regFileHeader}${keyOf([held])}`, 'x.reg');
        const known = regBytes(held);
        expect(entry).toMatchObject({
          kind: 'value',
          type: Number(held.type),
          bytes: Buffer.concat([...(known?.bytes ?? [])]),
        });
      }),
    );
  });

  it('tells what it leaves out, and holds no name that is longer than names can be', () => {
    const told: string[] = [];
    const values = [
      { name: 'a'.repeat(20_000), type: 'REG_SZ', data: 'v' },
      { name: 'b', type: 'REG_DWORD', data: 'v' },
      { name: 'c', type: 'REG_DWORD', data: 1 },
    ];
    const text = [...regFileKey({ path, values, subKeys: [] }, (what) => told.push(what))].join('');
    expect(told).toEqual([`${path}\\${'a'.repeat(20_000)}`, `${path}\\b`]);
    expect(text.length).toBeLessThan(2000);
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
          const text = keyOf(values, `${path}\\${subKey}`);
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
    expect((await collect(regFile(keys(), nothing))).join('')).toBe(
      `Windows Registry Editor Version 5.00\r\n\r\n[${path}]\r\n"Ä"="€"\r\n\r\n[${path}\\Sub]\r\n`,
    );
  });

  it('has nothing of a key that is not there', async () => {
    // biome-ignore lint/correctness/useYield: what fails at once yields nothing
    async function* failing(): AsyncGenerator<never> {
      throw new Error('gone');
    }
    expect(await regFile(failing(), nothing).next().catch(String)).toBe('Error: gone');
    expect(await regFileBytes(failing(), nothing).next().catch(String)).toBe('Error: gone');
  });

  it('is UTF-16 with a byte order mark for regedit', async () => {
    const bytes = Buffer.concat(await collect(regFileBytes(keys(), nothing)));
    expect([...bytes.subarray(0, 4)]).toEqual([0xff, 0xfe, 0x57, 0x00]);
    expect(new TextDecoder('utf-16le').decode(bytes)).toContain('"Ä"="€"\r\n');
  });
});
