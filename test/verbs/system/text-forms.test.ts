import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWhole } from '../../../src/verbs/system/read-whole.ts';
import { readCsv, wmiTool } from '../../../src/verbs/system/text-forms.ts';

describe('comma-separated values', () => {
  it('are read back as they were written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'ü') });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const text = rows
          .map((cells) => `${cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')}\n`)
          .join('');
        expect(readCsv(text)).toEqual(rows);
      }),
    );
  });

  it.each(['"a', 'a"b\n', '"a"b\n', '"a",'])('are none as %j', (text) => {
    expect(readCsv(text)).toBeUndefined();
  });
});

describe('objects of WMI', () => {
  const tool = wmiTool('Win32_Thing', ['Name', 'State'], (one) => `${one.Name} is ${one.State}`);

  it('are asked for in a line that anybody can read', () => {
    expect(tool.line).toBe(
      'WindowsPowerShell\\v1.0\\powershell.exe -NoProfile -NonInteractive -Command "Get-WmiObject Win32_Thing | Select-Object Name,State | ConvertTo-Csv -NoTypeInformation"',
    );
  });

  it('have lists with blanks between', () => {
    expect(wmiTool('Win32_Thing', ['Name', 'Parts'], (one) => one.Parts, ['Parts']).line).toContain(
      "Select-Object Name,@{n='Parts';e={$_.Parts -join ' '}} |",
    );
  });

  it('have the fields that were asked for, blank where there is no value', () => {
    expect(tool.parse('"Name","State"\n"a ""b""","Running"\n"c",\n')).toEqual(['a "b" is Running', 'c is ']);
  });

  it.each([
    '',
    'Get-WmiObject : Access denied\n',
    '"State","Name"\n"a","b"\n',
    '"Name","State"\n"a"\n',
    '#< CLIXML\n"Name","State"\n',
  ])('are not known as %j', (text) => {
    expect(tool.parse(text)).toBeUndefined();
  });
});

describe('the text of a tool', () => {
  async function* pieces(...all: string[]) {
    yield* all;
  }
  const all = async (chunks: AsyncIterable<string>) => {
    let text = '';
    for await (const chunk of chunks) text += chunk;
    return text;
  };

  it('is whole, and there again', async () => {
    const { text, again } = await readWhole(pieces('one ', 'two'), 7);
    expect(text).toBe('one two');
    expect(await all(again())).toBe('one two');
  });

  it('that is longer than what is read is not read, and there to its end all the same', async () => {
    const { text, again } = await readWhole(pieces('one ', 'two ', 'three ', 'four'), 7);
    expect(text).toBeUndefined();
    expect(await all(again())).toBe('one two three four');
  });
});
