import { QueryError, type Value } from './syntax.ts';
import { holdsPhrase, pathParts, textWords, wildcard } from './tokens.ts';

/** Says whether a stored value is what a term asks for. */
export type Matcher = (stored: string) => boolean;

/** Types of fields whose values are texts. */
export type TextKind = 'keyword' | 'tail' | 'path' | 'text' | 'domain' | 'address' | 'hash' | 'flag';

/** @throws QueryError for a value that the field cannot have. */
export function textMatcher(kind: TextKind, value: Value): Matcher {
  if (value.kind === 'range') {
    const { low, high } = value;
    return (stored) =>
      stored !== '' &&
      (low === '*' || stored >= low.toLowerCase()) &&
      (high === '*' || stored <= high.toLowerCase());
  }
  if (value.kind === 'word' && value.wild && /^\*+$/.test(value.text)) return (stored) => stored !== '';
  switch (kind) {
    case 'keyword':
    case 'hash':
    case 'flag':
      return whole(value);
    case 'tail': {
      // A user is found with and without the domain in front.
      const matches = whole(value);
      return (stored) => matches(stored) || matches(stored.slice(stored.lastIndexOf('\\') + 1));
    }
    case 'path':
      return pathMatcher(value);
    case 'text':
      return textWordsMatcher(value);
    case 'domain':
      return domainMatcher(value.text);
    case 'address':
      return addressMatcher(value.text);
  }
}

type Word = Exclude<Value, { kind: 'range' }>;

function isWild(value: Word): boolean {
  return value.kind === 'word' && value.wild;
}

function whole(value: Word): Matcher {
  const matches = isWild(value) ? wildcard(value.text) : undefined;
  const text = value.text.toLowerCase();
  return (stored) => (matches === undefined ? stored.toLowerCase() === text : matches(stored.toLowerCase()));
}

/** Every tail of a path is a token: the value must reach the end, or end in a wildcard. */
function pathMatcher(value: Word): Matcher {
  const parts = pathParts(value.text);
  // `system32\*`: anything below.
  const pattern = parts.join('/');
  const isTail = isWild(value) ? wildcard(pattern) : (text: string) => text === pattern;
  return (stored) => {
    let tail = pathParts(stored).join('/');
    for (;;) {
      if (isTail(tail)) return true;
      const cut = tail.indexOf('/');
      if (cut < 0) return false;
      tail = tail.slice(cut + 1);
    }
  };
}

function textWordsMatcher(value: Word): Matcher {
  if (isWild(value)) {
    const patterns = value.text
      .toLowerCase()
      .split(/[^\p{L}\p{N}*]+/u)
      .filter((word) => word !== '')
      .map(wildcard);
    return (stored) => holdsPhrase(textWords(stored), patterns);
  }
  const words = textWords(value.text).map((word) => (stored: string) => stored === word);
  return words.length === 0 ? () => false : (stored) => holdsPhrase(textWords(stored), words);
}

/** Dots anchor: `.com` at the end, `foo.` at the beginning, `.com.` in between; several labels: whole or suffix. */
function domainMatcher(text: string): Matcher {
  const labels = text
    .toLowerCase()
    .split('.')
    .filter((label) => label !== '')
    .map(wildcard);
  if (labels.length === 0) return () => false;
  const [before, after] = [text.startsWith('.'), text.endsWith('.')];
  return (stored) => {
    const own = stored
      .toLowerCase()
      .split('.')
      .filter((label) => label !== '');
    const last = own.length - labels.length;
    for (let at = 0; at <= last; at += 1) {
      const isHere = labels.every((matches, index) => matches(own[at + index] ?? ''));
      if (isHere && mayStand(at, last, before, after, labels.length)) return true;
    }
    return false;
  };
}

function mayStand(at: number, last: number, before: boolean, after: boolean, labels: number): boolean {
  if (before && after) return at > 0 && at < last;
  if (after) return at === 0 && last > 0;
  return before || labels > 1 ? at === last && (!before || at > 0) : true;
}

/** `a.b.c.d`, `a.b.c.d/nn`; IPv6 as whole addresses only. */
function addressMatcher(text: string): Matcher {
  const match = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?$/.exec(text);
  if (match === null) {
    if (text.includes(':') || text.includes('*')) return wildcard(text);
    throw new QueryError(`no address: ${text}`);
  }
  const bits = Number(match[2] ?? 32);
  const wanted = addressNumber(match[1] ?? '');
  if (wanted === undefined || bits > 32) throw new QueryError(`no address: ${text}`);
  const unit = 2 ** (32 - bits);
  return (stored) => {
    const number = addressNumber(stored);
    return number !== undefined && Math.floor(number / unit) === Math.floor(wanted / unit);
  };
}

/** Unsigned 32 bits; undefined for what is no IPv4 address. */
export function addressNumber(text: string): number | undefined {
  const parts = text.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => part >= 0 && part <= 255)
    ? parts.reduce((sum, part) => sum * 256 + part, 0)
    : undefined;
}
