import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Document, documentOf, SentDocument } from '../../src/api/document.ts';
import type { WireObject } from '../../src/api/wire/read.ts';
import type { OutputMode } from '../../src/output/drawing.ts';
import type { Column } from '../../src/spec/result.ts';
import { rows } from '../../src/spec/result.ts';
import { parseExactly } from '../../src/text/exact-json.ts';
import { parseReplyList } from '../../src/transport/reply-json.ts';
import { ListSplitter } from '../../src/transport/split-json.ts';
import { documentColumn, documentObject, ofDocument } from '../../src/views/document-columns.ts';
import { anyRoom } from '../support/any-room.ts';
import { draw } from './support.ts';

const columns: readonly Column<WireObject>[] = [
  documentColumn('text', 'text'),
  documentColumn('time', 'time', { as: 'iso' }),
  documentColumn('hash', 'hash', { as: 'md5' }),
  documentColumn('size', 'size', { as: 'bytes' }),
  documentColumn('code', 'code', { as: 'hex32' }),
  documentColumn('flags', 'flags', { as: 'flags', isPlain: false }),
  documentColumn('word', 'word', { show: ({ word }) => `<${String(word)}>`, isWord: true }),
  documentColumn('other', 'other', { isPlain: false }),
];
const name = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...columns.map(({ field }) => field), 'unknown') },
  { weight: 1, arbitrary: fc.constantFrom('7', 'б', 'a"b') },
);

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(
      ...'ab\\"\',;=+-@ \n\r\t\b\f\x00\x1b\x7f\x85\xa0\u200b\u202e\u2028\u3000\ufeff\ufffd\ufe0f{}[]:/éЖ漢カ가❤＝',
      '\ud83d\ude00',
      '\ud83d',
      '\ude00',
      '{d800}',
      'C:\\Windows\\',
    ),
    maxLength: 12,
  }),
  fc.constantFrom('=cmd', '-5', '-5.5', '- 5', ' a', 'a ', 'a,b', '"', '""', '\\', '\\"', 'null', 'true'),
);
const two = (most: number) => fc.nat({ max: most }).map((number) => String(number).padStart(2, '0'));
const time = fc
  .tuple(fc.constantFrom('1970', '2014', '2024', '0000', '9999'), two(13), two(32), two(24), two(61), two(61))
  .chain(([year, month, day, hour, minute, second]) =>
    fc
      .constantFrom(
        'Z',
        '.000Z',
        '.120Z',
        '.001Z',
        '.1Z',
        '.12Z',
        '.10Z',
        '.0Z',
        '.1aZ',
        '.1234Z',
        '',
        ' Z',
        '+02:00',
        '.5Z',
      )
      .map((end) => `${year}-${month}-${day}T${hour}:${minute}:${second}${end}`),
  );
const hash = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 31, maxLength: 33 }),
  fc.string({ unit: fc.constantFrom(...'0fFg,'), minLength: 32, maxLength: 32 }),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger());
const scalar = fc.oneof(hostile, time, hash, number, fc.boolean(), fc.constant(null));
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(hostile, scalar, { maxKeys: 2 }),
);
/** JSON as no writer of ours would have it, and what is none. */
const odd = fc.constantFrom(
  ...['-0', '1.0', '1e2', '1E400', '12345678901234567890', '0.1', '01', '-', '1.', 'tru', 'nul', '[1,]'],
  ...[
    '"\\/"',
    '"\\u0041"',
    '"\\ud800"',
    '"\\u00e9"',
    '"\\x"',
    '"\t"',
    '{"a":1,"a":2}',
    '{"b":1,"0":2}',
    '[ 1 , 2 ]',
  ],
);
const written = fc.oneof(
  { weight: 9, arbitrary: value.map((each) => JSON.stringify(each)) },
  { weight: 1, arbitrary: value.map((each) => JSON.stringify(each).replaceAll(/[^\0-\x7f]/g, escaped)) },
  { weight: 1, arbitrary: odd },
);
const blanks = fc.constantFrom(
  { colon: ':', comma: ',' },
  { colon: ': ', comma: ', ' },
  { colon: '\t:\n', comma: ' ,\r\n ' },
);
const member = fc.tuple(name, written);
const members = fc.oneof(
  { weight: 9, arbitrary: fc.uniqueArray(member, { maxLength: 10, selector: ([key]) => key }) },
  { weight: 1, arbitrary: fc.array(member, { maxLength: 3 }) },
);
const object = fc.tuple(members, blanks).map(([all, { colon, comma }]) => {
  const texts = all.map(([key, json]) => `${JSON.stringify(key)}${colon}${json}`);
  return `{${texts.join(comma)}}`;
});

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const source = { host: 'cb.example', status: 200, headers: {}, mask: (text: string) => text };
const noObject = () => new Error('no object');

function* sentDocuments(json: string): Generator<Document> {
  const list = new ListSplitter('results', anyRoom());
  list.add(Buffer.from(json));
  const { items } = parseReplyList(list, source);
  for (let index = 0; index < items.length; index++) yield new SentDocument(items, index, noObject);
}

function* parsedDocuments(objects: readonly string[]): Generator<Document> {
  for (const json of objects) yield documentOf(parseExactly(json) as WireObject);
}

/** In `npm run soak` 1000. */
const numRuns = process.env['CBLR_SOAK'] === '1' ? 1000 : 250;
const modes: readonly OutputMode[] = ['ndjson', 'json', 'csv', 'tsv', 'table'];

describe('documents that are written out of the bytes that came', () => {
  it.each(modes)('are in %s what a parse of them gives', async (mode) => {
    const drawn = (documents: Iterable<Document>, fields: readonly string[] | undefined) => {
      const options = { noun: 'documents', wide: true, ...documentObject() };
      return draw(rows(documents, columns.map(ofDocument), options), { mode, fields }).catch(() => 'failed');
    };
    const fields = fc.constantFrom(undefined, undefined, ['time', 'text']);
    await fc.assert(
      fc.asyncProperty(fc.array(object, { maxLength: 4 }), fields, async (objects, wanted) => {
        const page = `{"results":[${objects.join(',')}],"total_results":4}`;
        expect(await drawn(sentDocuments(page), wanted)).toEqual(
          await drawn(parsedDocuments(objects), wanted),
        );
      }),
      { numRuns },
    );
  });

  it('are cut out where they are written in a common way', () => {
    const common = [
      '{"text":"c:\\\\a b\\\\\\"c\\" зоя","size":7,"other":[{"wid":"6"}],"flags":null}',
      '{"text": "a", "size": -1.5, "other": {"b": [true, false]}}',
    ];
    const documents = [...sentDocuments(`{"results":[${common.join(', ')}]}`)];
    expect(documents.map(({ sent }) => sent !== undefined)).toEqual([true, true]);
  });
});
