import { describe, expect, it } from 'vitest';
import { cutLines, newMark, partTexts, toolScript, withoutMarks } from '../../src/live/tool-script.ts';

const mark = newMark();
const parts = [
  { name: 'one', line: 'ver' },
  { name: 'two', line: 'hostname' },
];

describe('a script of tools', () => {
  it('is one start of the interpreter of the sensor, in the folder of its programs', () => {
    expect(toolScript('windows', 'D:\\Windows\\CarbonBlack', mark, parts)).toEqual({
      directory: 'D:\\Windows\\System32',
      commandLine:
        `D:\\Windows\\System32\\cmd.exe /d /q /e:on /v:off /s /c "echo ${mark.word} one&(ver)&&echo ${mark.word} ok||echo ${mark.word} failed&` +
        `echo ${mark.word} two&(hostname)&&echo ${mark.word} ok||echo ${mark.word} failed"`,
    });
    expect(toolScript('unix', '/opt/cbsensor', mark, parts)).toMatchObject({
      directory: '/',
      commandLine: expect.stringMatching(/^\/bin\/sh -c 'LC_ALL=C; export LC_ALL\n/),
    });
  });

  it('has another mark each time', () => {
    expect(newMark().word).not.toBe(mark.word);
  });

  it('is cut into the texts of its parts, with or without a line end in front of the mark', () => {
    const { word } = mark;
    const texts = partTexts(`${word} one\na\nb${word} ok\n${word} two\n${word} failed\n`, mark);
    expect([...texts]).toEqual([
      ['one', { text: 'a\nb', isOk: true }],
      ['two', { text: '', isOk: false }],
    ]);
  });

  it.each([
    ['breaks off', (word: string) => `${word} one\na\n`],
    ['ends in another way', (word: string) => `${word} one\na\n${word} odd\n`],
    ['has no mark', () => 'one\na\n'],
    ['has the mark of another start', () => 'cblr0011223344556677 one\na\ncblr0011223344556677 ok\n'],
  ])('has no text of a part that %s', (_what, text) => {
    expect(partTexts(text(mark.word), mark).has('one')).toBe(false);
  });

  it('has lines of its own within a part', () => {
    expect(mark.line('key A B')).toBe(`echo ${mark.word}. key A B`);
    expect(cutLines(`x\n${mark.word}. key A B\none\ntwo\n${mark.word}. read\n`, mark)).toEqual([
      ['key A B', 'one\ntwo\n'],
      ['read', ''],
    ]);
  });

  it('is shown without the mark', () => {
    const { word } = mark;
    expect(
      withoutMarks(`${word} one\n${word}. key K\na\n${word} ok\n${word} two\n${word} failed\n`, mark),
    ).toBe('== one\n= key K\na\n== two\nfailed\n');
  });
});
