import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SentDocument } from '../../src/api/document.ts';
import { ListSplitter } from '../../src/transport/split-json.ts';
import { anyRoom } from '../support/any-room.ts';

/** A document as a page brings it. */
function sent(json: string): SentDocument {
  const list = new ListSplitter('results', anyRoom());
  list.add(Buffer.from(`{"results":[${json}]}`));
  const items = list.end()?.items;
  return new SentDocument(
    {
      length: 1,
      parse: () => JSON.parse(items?.text(0) ?? json),
      sent: () => items?.sent(0),
    },
    0,
    () => new Error('no object'),
  );
}

/** What is written of it without a parse. */
function writtenOf({ sent: object }: SentDocument): string | undefined {
  return object?.bytes.toString('utf8', object.start, object.end);
}

const text = fc.oneof(fc.string(), fc.constantFrom('"', '\\', '","id":"x', '{"id":1}', ', "id": 2', '": '));
const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 2 }));
const wire = fc.dictionary(fc.oneof(fc.constantFrom('id', 'unique_id', 'x"id', '\\'), text), value);
const members = fc.oneof(wire, fc.dictionary(fc.constantFrom('a', 'id', 'b'), fc.oneof(wire, value)));

describe('a document of a page', () => {
  it('has the fields that a parse gives it, and the JSON that is written of it', () => {
    fc.assert(
      fc.property(members, fc.boolean(), (object, hasBlanks) => {
        const json = hasBlanks
          ? JSON.stringify(object, null, 1)
              .replaceAll(/\n *(?="|[\d{}\]tfn-])/g, '')
              .replaceAll(',"', ', "')
          : JSON.stringify(object);
        const parsed = JSON.parse(json) as Record<string, unknown>;
        for (const name of ['id', 'unique_id', 'absent'])
          expect(sent(json).field(name)).toEqual(parsed[name]);
        const written = writtenOf(sent(json));
        if (written !== undefined) expect(written).toBe(JSON.stringify(parsed));
        expect(sent(json).wire).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
  });

  it('is written without the blanks that a server puts behind its signs', () => {
    const document = sent('{"id": "a, b: c", "n": 1, "list": [1, {"path": "c:\\\\x\\\\"}], "t": "d"}');
    expect(writtenOf(document)).toBe('{"id":"a, b: c","n":1,"list":[1,{"path":"c:\\\\x\\\\"}],"t":"d"}');
  });

  it('has of a name that comes twice the last value, as a parser has it', () => {
    expect(sent('{"id":"first","id":"last"}').field('id')).toBe('last');
  });

  it('is no document where it is no object', () => {
    expect(() => sent('[1]')).toThrow('no object');
  });
});
