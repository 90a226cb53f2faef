import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactly } from '../../src/text/exact-json.ts';
import { ReplyLists } from '../../src/transport/reply-lists.ts';
import { ListSplitter, type SplitJson } from '../../src/transport/split-json.ts';
import { anyRoom } from '../support/any-room.ts';

const bytesOf = (text: string) => Buffer.from(text);
const names = Array.from({ length: 300 }, (_, index) => `n${index}`);
const splitBytes = (bytes: Buffer) => splitInPieces(bytes, [bytes.length]);
const split = (text: string) => splitBytes(bytesOf(text));

/** What the parts say together; undefined where it was not split. Throws where a part is no JSON. */
function joined(parts: SplitJson | undefined): unknown {
  if (parts === undefined) return undefined;
  const results = Array.from({ length: parts.items.length }, (_, index) =>
    parseExactly(parts.items.text(index)),
  );
  return { ...(parseExactly(new TextDecoder().decode(parts.rest)) as object), results };
}

const page = fc.record({
  terms: fc.array(fc.string({ unit: 'binary' })),
  results: fc.array(fc.jsonValue({ stringUnit: 'binary' })),
  facets: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.constantFrom([], {}, ['"results":['])),
  total_results: fc.nat(),
});

const plainPage = fc.record({
  results: fc.array(
    fc.dictionary(
      fc.constantFrom('id', 'a', 'b', 'c'),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true }),
        fc.integer(),
        fc.constantFrom('}', '{"a":1}', '},{'),
      ),
    ),
  ),
});

function splitInPieces(
  bytes: Buffer,
  steps: readonly number[],
  list = new ListSplitter('results', anyRoom(), 1),
): SplitJson | undefined {
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const end = at + (steps[index % steps.length] ?? 1);
    list.add(bytes.subarray(at, end));
    at = end;
  }
  return list.end();
}

/** All that is known of parts. */
function told(parts: SplitJson | undefined): unknown {
  if (parts === undefined) return undefined;
  const { rest, items } = parts;
  return {
    rest: rest.toString('latin1'),
    items: Array.from({ length: items.length }, (_, index) => {
      const sent = items.sent(index);
      return { value: parsedOf(items.text(index)), isSent: sent !== undefined, isSafe: sent?.isSafe };
    }),
  };
}

function parsedOf(json: string): unknown {
  try {
    return parseExactly(json);
  } catch {
    return 'no JSON';
  }
}

describe('the items of a list in a JSON object', () => {
  it('are, with the rest, what a parse of the whole gives, however it is written', () => {
    fc.assert(
      fc.property(page, fc.constantFrom(undefined, 1, '\t', '\r\n'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const parts = joined(split(text));
        if (indent === undefined || parts !== undefined) expect(parts).toEqual(parseExactly(text));
      }),
    );
  });

  it('are valid only where the whole is, whatever happened to its bytes', () => {
    const change = fc.record({
      at: fc.nat(),
      to: fc.oneof(fc.constantFrom(...'[]{}",:\\ 0e-'), fc.string({ minLength: 0, maxLength: 3 })),
      cuts: fc.nat({ max: 2 }),
    });
    fc.assert(
      fc.property(page, fc.array(change, { minLength: 1, maxLength: 3 }), (value, changes) => {
        let text = JSON.stringify(value);
        for (const { at, to, cuts } of changes) {
          const place = at % text.length;
          text = text.slice(0, place) + to + text.slice(place + cuts);
        }
        const bytes = bytesOf(text);
        let parts: unknown;
        try {
          parts = joined(splitBytes(Buffer.from(bytes)));
        } catch {
          return;
        }
        if (parts !== undefined) expect(parts).toEqual(parseExactly(new TextDecoder().decode(bytes)));
      }),
      { numRuns: 400 },
    );
  });

  it('are the same when they come bit by bit', () => {
    fc.assert(
      fc.property(
        fc.oneof(page, plainPage).map((value) => JSON.stringify(value)),
        fc.constantFrom('', ' ', '\n  '),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'[]{}",:\\ 0e-')), { maxLength: 2 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        (json, blanks, changes, steps) => {
          let text = blanks === '' ? json : json.replaceAll(/(?<=[,:{[]\s*)(?=["\d{[])/g, blanks);
          for (const [at, sign] of changes) {
            const place = at % text.length;
            text = text.slice(0, place) + sign + text.slice(place + 1);
          }
          expect(told(splitInPieces(bytesOf(text), steps))).toEqual(told(split(text)));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('are the same in the room of a list before', () => {
    const lists = new ReplyLists();
    fc.assert(
      fc.property(fc.oneof(page, plainPage), fc.integer({ min: 1, max: 60 }), (value, step) => {
        const bytes = bytesOf(JSON.stringify(value));
        const list = lists.begin('results');
        expect(told(splitInPieces(bytes, [step], list))).toEqual(told(splitBytes(bytes)));
        lists.end(list);
      }),
    );
  });

  it('are gone when their room has been given back, whatever stands there then', () => {
    const lists = new ReplyLists();
    const list = lists.begin('results');
    const items = splitInPieces(bytesOf('{"results":[{"a":"mine"}]}'), [9], list)?.items;
    const sent = items?.sent(0);
    expect(items?.text(0)).toBe('{"a":"mine"}');
    lists.end(list);
    splitInPieces(bytesOf('{"results":[{"b":"other"}]}'), [9], lists.begin('results'));
    expect(items?.text(0)).toBe('');
    expect(sent?.bytes).toHaveLength(0);
  });

  it('are all there where they are more than one look takes', () => {
    const results = Array.from({ length: 5000 }, (_, number) =>
      Object.fromEntries(names.slice(0, 30).map((name) => [name, number % 3 === 0 ? [name] : number])),
    );
    const bytes = bytesOf(JSON.stringify({ results, total: 5000 }));
    const parts = splitInPieces(bytes, [16_384]);
    expect(joined(parts)).toEqual({ results, total: 5000 });
    const sent = results.map((_, index) => parts?.items.sent(index));
    expect(sent.map((each) => each?.bytes.toString('latin1', each.start, each.end))).toEqual(
      results.map((each) => JSON.stringify(each)),
    );
    const places = sent.map((each) => {
      const at = (each?.first ?? 0) + 2 * (each?.form.indexOf('n29') ?? 0);
      return each?.bytes.toString('latin1', each.places.at[at], each.places.at[at + 1]);
    });
    expect(places).toEqual(results.map((each) => JSON.stringify(each['n29'])));
  });

  it.each([
    ['a quote', '\\"', true],
    ['a short escape', '\\n', true],
    ['a letter beyond ASCII', 'я', true],
    ['an escape of four digits', '\\u0041', undefined],
    ['a control character', '\n', undefined],
    ['a delete', '\x7f', false],
    ['a blank of no width', '\u200b', false],
  ])('are looked at byte for byte, wherever one stands: %s', (_what, sign, isSafe) => {
    for (let before = 0; before < 40; before++) {
      const item = `{"a":"${'x'.repeat(before)}${sign}${'y'.repeat(before % 7)}","b":1}`;
      const sent = split(`{"results":[${item}]}`)?.items.sent(0);
      expect(sent?.isSafe).toBe(isSafe);
    }
  });

  it.each([
    ['none', '{"results":[]}', 0],
    ['none but blanks', '{"results" : [ \n ] }', 0],
    ['one', '{"a":{"results":"[1,2"},"results":[[3,"]"]]}', 1],
    [
      'one behind much',
      String.raw`{"a":["]",7],"t":"\"results\":[1,2","n":-1.5,"results":[[3,"]"]],"b":{}}`,
      1,
    ],
    ['strings that look like the end', String.raw`{"results":["\"],[","\\"],"b":1}`, 2],
  ])('are counted without a parse: %s', (_what, text, length) => {
    expect(split(text)?.items.length).toBe(length);
  });

  it('are plain only where JSON.stringify writes them so', () => {
    const written = fc.oneof(
      fc.jsonValue({ stringUnit: 'binary' }).map((value) => JSON.stringify(value)),
      fc.constantFrom(...['-0', '1.0', '1e2', '0.0000001', '1234567890123456', '12.5', '-7']),
      fc.constantFrom(String.raw`"\/"`, String.raw`"\u0041"`, String.raw`"\ud800"`, String.raw`"\x"`, '"\t"'),
      fc.constantFrom('01', '.5', '1.', '-', '+1', 'tru', "'a'", '[1,]', '{"a":}', '{a:1}'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), written)), (members) => {
        const json = members.map(([name, value], index) => `${JSON.stringify(`${index} ${name}`)}:${value}`);
        const items = split(`{"results":[{${json}}]}`)?.items;
        const text = items?.text(0) ?? '';
        if (items?.sent(0) !== undefined) expect(text).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [
      'a document',
      String.raw`{"path":"c:\\a \"b\"","n":-12,"f":0.25,"ok":true,"none":null,"list":[1,"x"]}`,
      true,
    ],
    ['one with a list of objects', '{"watchlists":[{"wid":"6","value":"x"}],"o":{}}', true],
    ['one in UTF-8', '{"username":"зоя"}', true],
    ['one with blanks behind signs', '{"a": 1, "b": ["c", 2]}', true],
    ['a number of more digits than JavaScript holds', '{"n":12345678901234567890}', false],
    ['half a pair', String.raw`{"a":"\ud800"}`, false],
    ['one that is cut', '{"a":"b"', false],
    ['one over two lines', '{"a":1,\n"b":2}', true],
    ['a name that comes twice', '{"a":1,"a":2}', false],
    ['a name that is put first', '{"a":1,"0":2}', false],
    ['no object', '["a"]', false],
    ['more members than any has', JSON.stringify(Object.fromEntries(names.map((name) => [name, 1]))), false],
  ])('are written as they came, or not: %s', (_what, json, isSent) => {
    expect(split(`{"results":[${json}]}`)?.items.sent(0) !== undefined).toBe(isSent);
  });

  it('are not plain where they are no UTF-8', () => {
    const bytes = bytesOf('{"results":[{"a":"x"}]}');
    bytes[bytes.indexOf(0x78)] = 0xff;
    const items = splitBytes(bytes)?.items;
    expect(items?.text(0)).toBe('{"a":"\ufffd"}');
    expect(items?.sent(0)).toBeUndefined();
  });

  it.each([
    ['another list', '{"result":[1]}'],
    ['no list', '{"results":{"a":1}}'],
    ['a list further in', '{"a":{"results":[1]}}'],
    ['a value of that name', '{"a":"results","b":[1]}'],
    ['the list twice', '{"results":[1],"results":[2]}'],
    ['a list that is closed as an object', '{"results":[1}]}'],
    ['a list without an end', '{"results":[1,2'],
    ['an object without an end', '{"results":[1,2]'],
    ['a string without an end', '{"results":[1,"]}'],
    ['a byte order mark', '\ufeff{"results":[1]}'],
    ['a name that ends in it', String.raw`{"a\"results":[1]}`],
    ['no object', '[{"results":[1]}]'],
    ['nothing', ''],
  ])('are left to a parse of the whole: %s', (_what, text) => {
    expect(split(text)).toBeUndefined();
  });

  it('are refused where levels are only there to exhaust the stack', () => {
    expect(() => split(`{"results":[${'['.repeat(600)}${']'.repeat(600)}]}`)).toThrow(SyntaxError);
  });

  it('takes time by the length of the text, whatever is in it', { timeout: 5_000 }, () => {
    for (const piece of ['[],', '"",', '{"a":0},', '{},', '"a":[],', '" ', ':[],'])
      expect(split(`{"a":${piece.repeat(1_000_000)}`)).toBeUndefined();
  });

  it.each([
    ['without a brace', '{"results":[{"a":"', 'x'],
    ['with braces in a string', '{"results":[{"a":"', '}x'],
    ['with an item that goes on', '{"results":[[', '{},'],
    ['without a list', '{"a":"', '}'],
  ])('takes no longer when it comes bit by bit: %s', { timeout: 5_000 }, (_what, begin, piece) => {
    const bytes = bytesOf(begin + piece.repeat(8_000_000 / piece.length));
    expect(splitInPieces(bytes, [500])).toBeUndefined();
  });
});
