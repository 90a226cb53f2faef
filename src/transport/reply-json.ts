import { CbError } from '../errors/cb-error.ts';
import { ReplyFault } from '../errors/reply-fault.ts';
import { parseExactly } from '../text/exact-json.ts';
import { expectShallow } from '../text/json-scanner.ts';
import type { SentObject } from '../text/sent-object.ts';
import { htmlWords, isHtml, legible, shorten } from './error-body.ts';
import type { ListSplitter, SplitItems } from './split-json.ts';
import type { JsonItems, JsonList } from './types.ts';

/** What is told of a reply that is no JSON. */
export interface JsonSource {
  readonly host: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Takes the token out of what a server says. */
  readonly mask: (text: string) => string;
}

/** Throws `BadReply`; undefined for no text at all. */
export function parseReply(bytes: Uint8Array, source: JsonSource): unknown {
  const text = decodeReply(bytes);
  if (text.trim() === '') return undefined;
  const parse = (): unknown => {
    expectShallow(bytes);
    return parseExactly(text);
  };
  return expectJson(parse, () => text, source);
}

/** The same for an object with a long list, whose items are parsed as they are read. */
export function parseReplyList(list: ListSplitter, source: JsonSource): JsonList {
  const { name } = list;
  const split = expectJson(
    () => list.end(),
    () => decodeReply(list.bytes),
    source,
  );
  const rest = split === undefined ? undefined : parseReply(split.rest, source);
  // A second list of that name, however it is spelt, takes the place of the first.
  if (split === undefined || listOf(rest, name).length > 0) {
    const json = parseReply(list.bytes, source);
    return { json, items: parsedItems(listOf(json, name)) };
  }
  return { json: rest, items: new CutItems(split.items, source) };
}

/** Those that are parsed already. */
export function parsedItems(values: readonly unknown[]): JsonItems {
  return { length: values.length, parse: (index) => values[index], sent: () => undefined };
}

class CutItems implements JsonItems {
  readonly length: number;
  readonly #items: SplitItems;
  readonly #source: JsonSource;

  constructor(items: SplitItems, source: JsonSource) {
    this.length = items.length;
    this.#items = items;
    this.#source = source;
  }

  sent(index: number): SentObject | undefined {
    return this.#items.sent(index);
  }

  parse(index: number): unknown {
    const text = this.#items.text(index);
    return expectJson(
      () => (this.sent(index) === undefined ? parseExactly(text) : JSON.parse(text)),
      () => text,
      this.#source,
    );
  }
}

export function decodeReply(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

/** `text` is what was parsed, to be shown. */
function expectJson<T>(parse: () => T, text: () => string, { host, status, headers, mask }: JsonSource): T {
  try {
    return parse();
  } catch {
    // The parser's own error quotes the body, unmasked: it is no cause to keep.
    const type = mask(headers['content-type'] ?? 'no content type');
    const begin = text().slice(0, 20_000);
    const first = shorten(mask(isHtml(begin) ? htmlWords(begin) : legible(begin)), 80);
    const words = `${host} did not answer with JSON (${shorten(type, 60)}): ${first}`;
    const options = {
      hint: 'check that url names a Carbon Black EDR server, and that nothing in between answers for it',
      context: { host, status, content_type: type },
    };
    const isCut = /^\s*[[{]/.test(begin);
    throw isCut ? new ReplyFault(words, 'cut', options) : new CbError('BadReply', words, options);
  }
}

function listOf(json: unknown, name: string): readonly unknown[] {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, name)) return [];
  const list: unknown = (json as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(list) ? list : [];
}
