/** What a server says in the body of an error. Text from the server: escape it where it is shown. */
export interface ErrorBody {
  /** One sentence, at most 300 characters; empty when the body says nothing. */
  readonly sentence: string;
  /** `status` of a JSON body, such as `NOT_FOUND`. */
  readonly code: string | undefined;
  readonly form: 'json' | 'page' | 'text';
}

const limit = 300;

/**
 * Reads every shape of error body in contract/conventions.md: a plain sentence, a JSON string, an array of one, objects with
 * `reason`, `message`, `errorMessage`, `error`, `result`, `status`, and HTML pages, of which the words are left. `mask` takes secrets out
 * of what was decoded.
 */
export function readErrorBody(text: string, mask: (words: string) => string = (words) => words): ErrorBody {
  const trimmed = text.trim();
  const parsed = parse(trimmed);
  const form = parsed !== undefined ? 'json' : isHtml(trimmed) ? 'page' : 'text';
  const said =
    form === 'json' ? sentenceOf(parsed, 0) : form === 'page' ? htmlWords(trimmed) : legible(trimmed);
  const code = codeOf(parsed);
  return {
    // Masked before it is cut: half a secret would be found no more.
    sentence: shorten(mask(said)),
    code: code === undefined ? undefined : shorten(mask(code), 60),
    form,
  };
}

/**
 * True where the body of a 404 is the server's word on the thing that was asked for. A page, an empty body, and what any router says of an
 * address it does not know say nothing of it: something in between may have answered, or the server is of another version.
 */
export function speaksOfThing({ sentence, code, form }: ErrorBody): boolean {
  if (code?.toUpperCase() === 'NOT_FOUND') return true;
  if (form === 'page' || sentence === '' || ofRoutes.test(sentence)) return false;
  return form === 'json' || things.test(sentence);
}

const ofRoutes =
  /^\W*(?:error\W*)?(?:404\W*)?(?:page |url |route |path |resource )?not[ _]found\W*$|requested (?:url|page|resource)|no route|default backend|page not found|^\W*404\W*$/i;
const things =
  /\b(?:session|sensor|command|file|process|segment|binary|content|hash|md5|ban|feed|report|watchlist|action|alert|group|site|user|team|event|partition|investigation|installer|archive)/i;

/** Of a page; what is shown of it is shorter. */
const mostParts = 200;

/** The words of an HTML page: its title and text, without markup, scripts and styles. */
export function htmlWords(html: string): string {
  const parts = decodeEntities(
    html
      .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, ' ')
      .replaceAll(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
      .replaceAll(/<\/(title|h[1-6]|p|div|li|tr|center)\s*>/gi, ' · ')
      .replaceAll(/<[^>]*(?:>|$)/g, ' '),
  )
    .split('·', mostParts)
    .map((part) => part.replaceAll(/\s+/g, ' ').trim());
  const said: string[] = [];
  // Title and heading say the same more often than not.
  for (const part of parts) {
    if (!said.some((before) => before.includes(part))) said.push(part);
  }
  return said.filter((part) => part !== '').join(': ');
}

/** The text, or a word for what is none: packed bytes say nothing to anybody. */
export function legible(text: string): string {
  const odd = text.slice(0, 200).match(/[\ufffd\u0000-\u0008\u000e-\u001f]/g)?.length ?? 0;
  return odd > 8 ? 'bytes that are no text' : text;
}

/** True for what begins like a page. */
export function isHtml(text: string): boolean {
  return /^\s*(?:<!doctype html|<html|<head|<body|<!--|<title|<h1)/i.test(text);
}

/** The first words of a text on one line. */
export function shorten(text: string, most = limit): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function sentenceOf(value: unknown, depth: number): string {
  if (typeof value === 'string') return isHtml(value) ? htmlWords(value) : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (depth > 3) return '';
  if (Array.isArray(value))
    return value.map((each) => sentenceOf(each, depth + 1)).find((each) => each !== '') ?? '';
  if (!isRecord(value)) return '';
  const keys = [
    'message',
    'errorMessage',
    'error_message',
    'reason',
    'error',
    'description',
    'msg',
    'detail',
    'errors',
    'result',
  ];
  const said = keys.map((key) => sentenceOf(value[key], depth + 1)).find((each) => each !== '') ?? '';
  const name = typeof value['name'] === 'string' ? value['name'] : '';
  if (said !== '') return name === '' || said.includes(name) ? said : `${name}: ${said}`;
  return name || (codeOf(value) ?? '');
}

function codeOf(value: unknown): string | undefined {
  return isRecord(value) && typeof value['status'] === 'string' ? value['status'] : undefined;
}

function parse(text: string): unknown {
  if (!/^[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decodeEntities(text: string): string {
  const named: Readonly<Record<string, string>> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
  };
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
