import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeJson } from '../../src/text/escape.ts';
import { markLoneUnits, markLoneUnitsOfJson, readLoneUnits } from '../../src/text/lone-units.ts';

/** Made of what could be taken for a mark, for half of one, or for an escape. */
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('\ud800', '\udfff', '\ufffd', '{d800}', '{', 'd800', '}', '\\', 'u', 'ud800', '"'),
  }),
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

describe('a unit that is half of a pair', () => {
  it('is marked with its number, and a mark that was typed is told apart', () => {
    expect(markLoneUnits('a\ud800b')).toBe('a\ufffd{d800}b');
    expect(markLoneUnits('a\ufffd{d800}b')).toBe('a\ufffd{fffd}{d800}b');
    expect(markLoneUnits('\ufffd {d800} \ufffd{D800} \u{1f600}')).toBe(
      '\ufffd {d800} \ufffd{D800} \u{1f600}',
    );
  });

  it('gives valid text, from which what was there can be read', () => {
    fc.assert(
      fc.property(text, (given) => {
        const marked = markLoneUnits(given);
        expect(marked.isWellFormed()).toBe(true);
        expect(readLoneUnits(marked)).toBe(given);
      }),
    );
  });

  it('is marked the same in JSON, values and keys', () => {
    fc.assert(
      fc.property(text, (given) => {
        const json = JSON.stringify({ [given]: [given] });
        for (const written of [markLoneUnitsOfJson(json), escapeJson(json)])
          expect(JSON.parse(written)).toEqual({ [markLoneUnits(given)]: [markLoneUnits(given)] });
      }),
    );
  });
});
