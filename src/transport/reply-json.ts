import { CbError } from '../errors/cb-error.ts';
import { htmlWords, isHtml, legible, shorten } from './error-body.ts';
import { parseDigits, parseExactly } from './exact-json.ts';
import { splitJson } from './split-json.ts';
import type { JsonList } from './types.ts';

/** What is told of a reply that is no JSON. */
export interface JsonSource {
  readonly host: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Takes the token out of what a server says. */
  readonly mask: (text: string) => string;
}

/** Throws `BadReply`; undefined for no text at all. */
export function parseReply(text: string, source: JsonSource): unknown {
  return text.trim() === '' ? undefined : parsed(text, parseExactly, source);
}

/** The same for an object with a long list, whose items are parsed as they are read. */
export function parseReplyList(bytes: Uint8Array, name: string, source: JsonSource): JsonList {
  const split = splitJson(bytes, name);
  if (split === undefined) {
    const json = parseReply(decodeReply(bytes), source);
    return { json, items: arrayOf(json, name) };
  }
  const { length, hasLongIntegers, itemText } = split;
  const parse: (text: string) => unknown = hasLongIntegers ? parseDigits : JSON.parse;
  function* items(): Generator<unknown> {
    for (let index = 0; index < length; index++) yield parsed(itemText(index), parse, source);
  }
  return { json: parseReply(split.rest, source), items: { length, [Symbol.iterator]: items } };
}

export function decodeReply(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

function parsed(
  text: string,
  parse: (text: string) => unknown,
  { host, status, headers, mask }: JsonSource,
): unknown {
  try {
    return parse(text);
  } catch {
    // The parser's own error quotes the body, unmasked: it is no cause to keep.
    const type = mask(headers['content-type'] ?? 'no content type');
    const begin = text.slice(0, 20_000);
    const first = shorten(mask(isHtml(begin) ? htmlWords(begin) : legible(begin)), 80);
    throw new CbError('BadReply', `${host} did not answer with JSON (${shorten(type, 60)}): ${first}`, {
      hint: 'check that url names a Carbon Black EDR server, and that nothing in between answers for it',
      context: { host, status, content_type: type, ...(/^\s*[[{]/.test(begin) ? { is_cut: true } : {}) },
    });
  }
}

function arrayOf(json: unknown, name: string): readonly unknown[] {
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, name)) return [];
  const list: unknown = (json as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(list) ? list : [];
}
