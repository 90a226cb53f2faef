import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PageKeys } from '../../src/ops/page-keys.ts';

const value = fc.oneof(fc.string(), fc.integer(), fc.constantFrom(null, true, '1', 1, '', 'é', undefined));

/** A document of two members that came as bytes. */
function sentWith(json: string) {
  const bytes = Buffer.from(`{"n":1,"id":${json}}`);
  const end = bytes.length - 1;
  return {
    bytes,
    start: 0,
    end: bytes.length,
    isSafe: true,
    form: { indexOf: (name: string) => (name === 'id' ? 1 : undefined) },
    places: { at: Int32Array.of(5, 6, end - Buffer.byteLength(json), end) },
    first: 0,
  };
}

describe('the keys of two pages', () => {
  test('are told apart as sets of them would', () => {
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 20 }), { maxLength: 4 }), (pages) => {
        const keys = new PageKeys();
        let before = new Set<unknown>();
        for (const page of pages) {
          keys.turn(page.length);
          for (const [at, each] of page.entries()) {
            const json = JSON.stringify(each);
            const isKnown =
              json === undefined || at % 2 === 0 ? keys.add(each) : keys.addMember(sentWith(json), 'id');
            expect(isKnown).toBe(each !== undefined && before.has(each));
          }
          before = new Set(page);
        }
      }),
    );
  });

  test('are none where a document has no such member', () => {
    const keys = new PageKeys();
    for (let page = 0; page < 2; page++) {
      keys.turn(1);
      expect(keys.addMember(sentWith('1'), 'md5')).toBe(false);
    }
  });

  test('are found among many, however long, and where somebody made them up to meet in one place', () => {
    const keys = new PageKeys();
    // Those of one form differ in bytes alone that no place goes by.
    const made = Array.from({ length: 5000 }, (_, n) =>
      n % 2 === 0 ? `${n}`.padStart(6, '0').replace(/./g, 'x$&') : `${'y'.repeat(n % 300)}${n}`,
    );
    keys.turn(2);
    for (const each of made) expect(keys.add(each)).toBe(false);
    keys.turn(made.length);
    for (const each of made) {
      expect(keys.add(each)).toBe(true);
      expect(keys.add(`${each}!`)).toBe(false);
    }
  });
});
