import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escapeJson,
  escapeLine,
  escapeQuestion,
  escapeText,
  makeTextEscaper,
} from '../../src/text/escape.ts';

/** Written out here once more, apart from the source; the one selector that an emoji keeps is allowed. */
const unsafe =
  /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115F\u1160\u3164\uFFA0\u{E0000}-\u{E0FFF}]|\u034F|[\u180B-\u180E]|[\uFE00-\uFE0E]|(?<!\p{Extended_Pictographic})\uFE0F/u;
const anyText = fc.string({ unit: 'binary' });
const hostile = fc.string({
  unit: fc.constantFrom(
    ...'ab\\ \n\r\t\x1b\x00\x7f\x85\x9b\u200b\u202e\u2066\u2028\ufeff\ufe0f\u061c\ud83d\ude00❤é漢',
    '\r\n',
    '\u{E0041}',
    '\u{E0100}',
    '😀',
  ),
});

describe('escapeLine', () => {
  it.each([
    ['plain C:\\Windows\\u{1b}', 'plain C:\\Windows\\u{1b}'],
    ['\x1b[31mred', '\\u{1b}[31mred'],
    ['two\r\nlines\t', 'two\\u{d}\\u{a}lines\\u{9}'],
    ['\x7f\x85\x9b', '\\u{7f}\\u{85}\\u{9b}'],
    ['txt\u202Eexe.scr', 'txt\\u{202e}exe.scr'],
    [
      '\u200B\u200D\u2060\uFEFF\u061C\u2066\u2028',
      '\\u{200b}\\u{200d}\\u{2060}\\u{feff}\\u{61c}\\u{2066}\\u{2028}',
    ],
    ['\uD83D alone', '\\u{d83d} alone'],
    ['tag\u{E0041}', 'tag\\u{e0041}'],
    ['fillers\u3164\u115F\u034F', 'fillers\\u{3164}\\u{115f}\\u{34f}'],
    ['naïve 日本語 😀', 'naïve 日本語 😀'],
    ['10\u202f000 km, 日\u3000本', '10\u202f000 km, 日\u3000本'],
    ['\u3000evil\u00a0', '\\u{3000}evil\\u{a0}'],
    ['a\u2003\u2003b \u00a0c', 'a\\u{2003}\\u{2003}b \\u{a0}c'],
    ['"evil\u3000"', '"evil\\u{3000}"'],
    ['C:\\a\u00a0\\b', 'C:\\a\\u{a0}\\b'],
    ['a\u2800b ⠓⠑⠇⠇⠕⠀⠺⠕⠗⠇⠙', 'a\\u{2800}b ⠓⠑⠇⠇⠕⠀⠺⠕⠗⠇⠙'],
  ])('writes %j as %j', (text, escaped) => {
    expect(escapeLine(text)).toBe(escaped);
  });

  it('lets no unsafe character through, alone or between letters', () => {
    for (let unit = 0; unit <= 0xffff; unit++) {
      const character = String.fromCharCode(unit);
      for (const text of [character, `a${character}я`])
        expect(escapeLine(text) + escapeText(text).replaceAll(/[\n\t]/g, '')).not.toMatch(unsafe);
    }
  });

  it('keeps the selector of an emoji and no other', () => {
    expect(escapeLine('❤\uFE0F a\uFE0F ❤\uFE0F\uFE0F x\u{E0100}')).toBe(
      '❤\uFE0F a\\u{fe0f} ❤\uFE0F\\u{fe0f} x\\u{e0100}',
    );
  });

  it('lets nothing unsafe through, whatever the text, and changes nothing a second time', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, hostile), (text) => {
        const escaped = escapeLine(text);
        expect(escaped).not.toMatch(unsafe);
        expect(escapeLine(escaped)).toBe(escaped);
      }),
    );
  });
});

describe('escapeQuestion', () => {
  it('counts a run of blanks of any sort, so that nothing is pushed to a line of its own', () => {
    expect(escapeQuestion(`evil${' '.repeat(1760)}SHA-256 AA`)).toBe('evil [1760 blanks] SHA-256 AA');
    expect(escapeQuestion(`evil${'\u2800 '.repeat(40)}SHA-256 AA`)).toBe('evil [80 blanks] SHA-256 AA');
    expect(escapeQuestion('a   b')).toBe('a   b');
  });

  it('takes time by the length of the text', { timeout: 5_000 }, () => {
    for (const text of [`${' '.repeat(2_000_000)}x`, '\u3000'.repeat(500_000), 'a\u2800'.repeat(500_000)])
      escapeLine(text);
    expect(escapeQuestion(' '.repeat(2_000_000)).length).toBeLessThan(100);
  });
});

describe('escapeText', () => {
  it('keeps line breaks and tabs, and makes one of a carriage return and a line feed', () => {
    expect(escapeText('a\r\nb\tc\rd\n\x1b')).toBe('a\nb\tc\\u{d}d\n\\u{1b}');
  });

  it('gives the same text for pieces as for the whole, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, hostile)), (pieces) => {
        const escaper = makeTextEscaper();
        const written = pieces.map((piece) => escaper.write(piece)).join('') + escaper.end();
        expect(written).toBe(escapeText(pieces.join('')));
      }),
      { numRuns: 500 },
    );
  });

  it('holds back half a character and half a line break until it knows the rest', () => {
    const escaper = makeTextEscaper();
    expect([
      escaper.write('a\ud83d'),
      escaper.write('\ude00\r'),
      escaper.write('\nb\r'),
      escaper.end(),
    ]).toEqual(['a', '😀', '\nb', '\\u{d}']);
  });
});

describe('escapeJson', () => {
  it('writes what JSON.stringify leaves raw as \\uXXXX', () => {
    expect(escapeJson(JSON.stringify('\x7f\x9b\u202e\u2028\u{E0041}é'))).toBe(
      '"\\u007f\\u009b\\u202e\\u2028\\udb40\\udc41é"',
    );
  });

  it('is the same JSON as before, and safe', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), hostile), (value) => {
        const plain = JSON.stringify(value, null, 2);
        const escaped = escapeJson(plain);
        expect(JSON.parse(escaped)).toEqual(JSON.parse(plain));
        expect(escaped.replaceAll('\n', '')).not.toMatch(unsafe);
      }),
    );
  });
});

describe('a long text', () => {
  it.each([
    'x\u00a0y',
    '\u{1f600}',
    '\u2602\ufe0f',
    '\u2801\u2800\u2802',
    'a\ufe0f',
    '\u00a0\u00a0',
    '\ud83d',
    '\r\n',
  ])('with %j is escaped as a short one, wherever it is cut for the work', (part) => {
    for (let before = 64 * 1024 - 5; before <= 64 * 1024 + 1; before += 1) {
      const text = `${'a'.repeat(before)}${part}${'b'.repeat(64 * 1024)}`;
      const short = escapeLine(`a${part}b`).slice(1, -1);
      expect(escapeLine(text) === `${'a'.repeat(before)}${short}${'b'.repeat(64 * 1024)}`).toBe(true);
    }
  });
});
