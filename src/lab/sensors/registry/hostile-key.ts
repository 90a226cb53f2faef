import { allHostileNames } from '../hostile-text.ts';
import type { Registry } from './registry.ts';
import { type ListedValue, wholeNumber } from './registry-value.ts';

/** `HKLM\SOFTWARE\Lab\Hostile`: names and data that would break a terminal, a table or a `.reg` file. */
export function plantHostileKey(registry: Registry): void {
  const key = 'HKLM\\SOFTWARE\\Lab\\Hostile';
  registry.plant(key, hostileValues);
  registry.plant(`${key}\\\u001b[2Jcleared`, [text('', 'a key name that clears the screen')]);
  registry.plant(`${key}\\line\r\nbreak`, [text('', 'a key name of two lines')]);
  registry.plant(`${key}\\closed] [-HKEY_LOCAL_MACHINE`, [text('', 'a key name that ends a section')]);
  registry.plant(`${key}\\\u202eelcitrap`, [text('', 'a key name that turns the direction')]);
  for (const { name, why } of allHostileNames.filter((one) => !/[\\/]/.test(one.name)))
    registry.plant(`${key}\\Names`, [text(name, why)]);
}

const text = (value_name: string, value_data: string): ListedValue => ({
  value_name,
  value_type: 'REG_SZ',
  value_data,
});

const injectedKey = '"\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Injected]\r\n"owned"="yes';

const hostileValues: readonly ListedValue[] = [
  text('escape', '\u001b[31mred\u001b[0m\u001b]0;title\u0007'),
  text('\u001b[2Jname', 'the name clears the screen'),
  text('lines', 'one\r\ntwo\nthree'),
  text('two\r\nlines', 'the name breaks the line'),
  text('quote"d', 'say "hi" \\ and \\\\server\\share'),
  text('back\\slash', 'the name holds a backslash'),
  text('ends with backslash\\', 'so does the data\\'),
  text('reg injection', `x${injectedKey}`),
  text(`x${injectedKey}`, 'the name would begin another key'),
  text('formula', "=cmd|' /C calc'!A0"),
  text('=1+1', '@SUM(1,1)'),
  text('right to left', '\u202egnp.exe\u202c'),
  text('nul', 'before\0after'),
  text('lone surrogate', '\ud800'),
  text('long', 'x'.repeat(20_000)),
  { value_name: 'expand lines', value_type: 'REG_EXPAND_SZ', value_data: '%PATH%\r\n"owned"=dword:00000001' },
  {
    value_name: 'multi lines',
    value_type: 'REG_MULTI_SZ',
    value_data: ['one\ntwo', '', '\u001b[1mbold', 'a,b;c'],
  },
  { value_name: 'not hex', value_type: 'REG_BINARY', value_data: 'zz\r\n"x"="y"' },
  { value_name: 'number as text', value_type: 'REG_DWORD', value_data: '1\r\n"x"="y"' },
  { value_name: 'too large', value_type: 'REG_DWORD', value_data: 2 ** 40 },
  { value_name: 'negative', value_type: 'REG_DWORD', value_data: -1 },
  { value_name: 'largest', value_type: 'REG_QWORD', value_data: wholeNumber(2n ** 64n - 1n) },
  { value_name: 'text for a list', value_type: 'REG_MULTI_SZ', value_data: 'not an array' },
];
