import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { escapeLine } from '../../src/text/escape.ts';
import { displayWidth, padTo, truncateToWidth, wrapToWidth } from '../../src/text/width.ts';

const lines = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom(...'ab é漢한字😀ｶ', 'e\u0301', '👍🏽', '❤\uFE0F') }),
);

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['日本語', 6],
    ['e\u0301', 1],
    ['😀', 2],
    ['👍🏽', 2],
    ['🇫🇷', 2],
    ['❤\uFE0F', 2],
    ['한글', 4],
    ['…', 1],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  /** Each fifth here, all of them in `npm run soak`. */
  const step = process.env['CBLR_SOAK'] === '1' ? 1 : 5;
  it('agrees with string-width on letters, numbers, signs and ideographs', () => {
    const differing: string[] = [];
    let compared = 0;
    for (let code = 0x20; code < 0x110000; code += step) {
      const character = String.fromCodePoint(code);
      const isKnown = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character);
      // Vowels and finals of Hangul and halves of flags are measured as they stand in a word, not alone.
      const isPart = /[\u1160-\u11FF\uD7B0-\uD7FF\p{Regional_Indicator}]/u.test(character);
      if (!isKnown || isPart || escapeLine(character) !== character) continue;
      compared++;
      if (displayWidth(character) !== stringWidth(character)) differing.push(code.toString(16));
    }
    expect(compared).toBeGreaterThan(130_000 / step);
    expect(differing).toEqual([]);
  });
});

describe('truncateToWidth', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['日本語', 6, '日本語'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('cuts %j to %i columns: %j', (text, width, cut) => {
    expect(truncateToWidth(text, width)).toBe(cut);
  });

  it('never takes more columns than it may, and leaves alone what fits', () => {
    fc.assert(
      fc.property(lines, fc.nat(20), (text, width) => {
        const cut = truncateToWidth(text, width);
        expect(displayWidth(cut)).toBeLessThanOrEqual(width);
        if (width > 0 && displayWidth(text) <= width) expect(cut).toBe(text);
      }),
    );
  });

  it('cuts a heap of combining marks, which takes no column at all', () => {
    expect(truncateToWidth(`a${'\u0301'.repeat(100_000)}`, 10).length).toBeLessThan(200);
  });
});

describe('padTo', () => {
  it('fills with blanks at the right or at the left, and never cuts', () => {
    expect([padTo('日', 4), padTo('7', 3, 'right'), padTo('abcd', 2)]).toEqual(['日  ', '  7', 'abcd']);
  });
});

describe('wrapToWidth', () => {
  it('cuts again where the rest behind a blank leaves no room', () => {
    expect(wrapToWidth(' a漢', 2)).toEqual([' ', 'a', '漢']);
  });

  it('loses nothing, and no piece is too wide', () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 2, max: 20 }), (text, width) => {
        const pieces = wrapToWidth(text, width);
        expect(pieces.join('')).toBe(text);
        for (const piece of pieces) expect(displayWidth(piece)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
