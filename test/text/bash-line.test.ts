import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forBashLine, readBashLine } from '../../src/text/bash-line.ts';

const breaks = ' \t\n"\'@><=;|&(:';
const read = (line: string) => readBashLine(line, breaks);

describe('a line of bash', () => {
  test.each([
    ['cbq sensor ', ['cbq', 'sensor', '']],
    ['cbq  group show "Default Gr', ['cbq', 'group', 'show', 'Default Gr']],
    ['cbq \'it is\' a\\ b "q\\"x\\y"', ['cbq', 'it is', 'a b', 'q"x\\y']],
    ['cbq "$(touch x)" $HOME/y', ['cbq', '$(touch x)', '$HOME/y']],
    ['cbq sensor > all.txt --js', ['cbq', 'sensor', '--js']],
    ['cbq sensor 2> /dev/null x', ['cbq', 'sensor', 'x']],
    ["cbq '>' x", ['cbq', '>', 'x']],
    ['', ['']],
    ['cbq x\\', ['cbq', 'x']],
  ])('%j is split into words, and nothing is expanded', (line, words) => {
    expect(read(line).words).toEqual(words);
  });

  test('knows a file behind > from a word', () => {
    expect(read('cbq sensor > al').isRedirect).toBe(true);
    expect(read('cbq sensor >> ').isRedirect).toBe(true);
    expect(read('cbq sensor x').isRedirect).toBe(false);
  });
});

describe('what goes into it', () => {
  test.each([
    ['cbq group show Def', 'Default Group', 'Default\\ Group '],
    ['cbq group show def', 'Default Group', 'Default\\ Group '],
    ['cbq sensor --group=Def', '--group=Default Group', 'Default\\ Group '],
    ['cbq sensor --group="Def', '--group=Default Group', 'Default Group'],
    ["cbq group show 'Def", 'Default Group', 'Default Group'],
    ['cbq process process_name:cm', 'process_name:cmd.exe', 'cmd.exe '],
    ['cbq x ', '$(touch x)`y`', '\\$\\(touch\\ x\\)\\`y\\` '],
    ["cbq x 'a", "a'b", undefined],
    ['cbq x "a', 'a"b', undefined],
    ['cbq x "a', 'a$b', undefined],
    ['cbq x a=b', 'other', undefined],
  ])('behind %j for %j is %j', (line, text, inserted) => {
    expect(forBashLine(text, read(line), read(line).quote === undefined ? ' ' : '')).toBe(inserted);
  });

  test('is read back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const quoted = forBashLine(text, read('cbq '), '') ?? '';
        if (/\s/.test(text.replaceAll(' ', ''))) return;
        expect(read(`cbq ${quoted}`).words).toEqual(['cbq', text]);
      }),
    );
  });
});
