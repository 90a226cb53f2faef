import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { expectShallow, JsonScanner } from '../../src/text/json-scanner.ts';

/** The marks of a text that comes in pieces of so many bytes: the character and its place. */
function marksOf(text: string, levels: number, size = Infinity) {
  const bytes = Buffer.from(text);
  const scanner = new JsonScanner();
  const marks: string[] = [];
  for (let start = 0; start < bytes.length; start += size) {
    const piece = bytes.subarray(start, start + size);
    let at = scanner.next(piece, 0, levels);
    while (at < piece.length) {
      marks.push(`${String.fromCharCode(piece[at] ?? 0)}${start + at}`);
      at = scanner.next(piece, at + 1, levels);
    }
  }
  return { marks, depth: scanner.depth, hasLongInteger: scanner.hasLongInteger };
}

describe('the marks of JSON', () => {
  test('are the brackets and commas of the levels that are asked for', () => {
    const text = '{"a,[":[1,{"b":[2,3]}],"c":[]}';
    expect(marksOf(text, 1).marks).toEqual(['{0', ',22', '}29']);
    expect(marksOf(text, 2).marks).toEqual(['{0', '[7', ',9', ']21', ',22', '[27', ']28', '}29']);
    expect(marksOf(text, 9).marks).toHaveLength(13);
  });

  test('are the same wherever the text is cut, and count every level down again', () => {
    const json = fc.jsonValue({ stringUnit: 'binary' });
    fc.assert(
      fc.property(json, fc.integer({ min: 1, max: 9 }), fc.nat({ max: 5 }), (value, size, levels) => {
        const text = JSON.stringify([value, '\\"[{,', '\\\\'], undefined, size % 2);
        const whole = marksOf(text, levels);
        expect(marksOf(text, levels, size)).toEqual(whole);
        expect(whole.depth).toBe(0);
      }),
    );
  });

  test.each([
    ['{"a":1234567890123456}', true],
    ['{"a":123456789012345}', false],
    ['{"a":"1234567890123456"}', false],
    ['[12345678,90123456]', false],
  ])('tell of numbers that JavaScript may round: %s', (text, hasLongInteger) => {
    for (const size of [1, 5, Infinity]) expect(marksOf(text, 1, size)).toMatchObject({ hasLongInteger });
  });
});

describe('JSON of many levels', () => {
  const levels = (count: number) => '['.repeat(count) + ']'.repeat(count);

  it.each([
    ['500 levels', levels(500)],
    ['brackets within strings', JSON.stringify(['['.repeat(9000), '\\"['.repeat(900), '{'])],
    ['a string without an end', `"${'['.repeat(600)}`],
    ['many lists beside each other', `[${'[],'.repeat(900)}[]]`],
  ])('is taken: %s', (_what, text) => {
    expect(() => expectShallow(Buffer.from(text))).not.toThrow();
  });

  it.each([
    ['501 levels', levels(501)],
    ['a million levels', levels(1_000_000)],
    ['levels between strings that hold their ends', `${'["]\\"]",'.repeat(600)}0${']'.repeat(600)}`],
    ['objects', `${'{"a":'.repeat(600)}0${'}'.repeat(600)}`],
  ])('is refused: %s', (_what, text) => {
    expect(() => expectShallow(Buffer.from(text))).toThrow(SyntaxError);
  });
});
