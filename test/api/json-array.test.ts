import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonArrayItems } from '../../src/api/json-array.ts';
import { parseExactly } from '../../src/text/exact-json.ts';
import { failureOf } from '../support/failure-of.ts';

/** What comes of a body that arrives in pieces of so many bytes. */
async function itemsOf(text: string, size = 7): Promise<readonly unknown[]> {
  const bytes = Buffer.from(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const items: unknown[] = [];
  for await (const item of jsonArrayItems(pieces(), 'things')) items.push(item);
  return items;
}

describe('a JSON array as it comes', () => {
  test('gives what the whole would, wherever its pieces end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 40 }), async (array, size) => {
        const plain = JSON.stringify(array);
        expect(await itemsOf(plain, size)).toEqual(parseExactly(plain));
        const drawn = JSON.stringify(array, undefined, 2);
        expect(await itemsOf(` ${drawn}\n`, size)).toEqual(parseExactly(plain));
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['quotes and backslashes', ['a"b', 'c\\', '\\"', '],[', { '}"': '\\\\' }]],
    ['letters of several bytes', ['ü', '😀', 'ｗ']],
  ])('is not led astray by %s', async (_what, array) => {
    for (const size of [1, 2, 3, 1000]) expect(await itemsOf(JSON.stringify(array), size)).toEqual(array);
  });

  test('keeps numbers as they were sent', async () => {
    expect(await itemsOf('[1e400,{"a":18446744073709551615}]')).toEqual([
      '1e400',
      { a: '18446744073709551615' },
    ]);
  });

  test.each([
    '',
    ' \n',
    'null',
    ' null ',
    '{}',
    'nul',
    'no',
    '[1',
    '[1,2',
    '["a',
    '[{"a":1]',
    '[1] 2',
    '[1,,2]',
    '<html>',
  ])('that is none, or breaks off, is said: %s', async (text) => {
    expect(await failureOf(itemsOf(text, 1))).toMatchObject({ kind: 'BadReply' });
  });

  test('that is nested without an end does not exhaust the stack', async () => {
    expect(await failureOf(itemsOf('['.repeat(100_000), 1000))).toMatchObject({ kind: 'BadReply' });
  });
});
