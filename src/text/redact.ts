const mask = '***';
const secretKeys = new Set([
  'password',
  'confirm_password',
  'current_password',
  'ssl_client_key',
  'auth_token',
  'token',
  'x-auth-token',
  'authorization',
]);
const tokenHeader = /(x-auth-token["']?\s*[:=]\s*["']?)[^\s"',;]+/gi;

/**
 * The text with every secret and any `X-Auth-Token` value replaced by `***`: a secret is found as it is, and with any of its characters
 * written as in a URL, in JSON (`\\u0066`) or in HTML (`&#102;`, `&#x66;`), mixed as one likes. One of few characters is only found where it
 * stands by itself: stars in the middle of words would tell it.
 */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  // The longest first: one secret may begin with another.
  const known = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  const masked = known.reduce((rest, secret) => rest.replaceAll(patternOf(secret), mask), text);
  return masked.replace(tokenHeader, `$1${mask}`);
}

/** The address with `***` for a password in front of its host. */
export function redactUrl(url: string): string {
  return url.replace(/^(\s*[a-z][a-z\d+.-]*:\/\/[^/?#@:]*:)[^/?#]*@/i, `$1${mask}@`);
}

/** A copy of a JSON value in which the values of keys that hold secrets are `***`, and passwords in addresses, at any depth. */
export function redactJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => {
      if (secretKeys.has(key.toLowerCase()) && held !== null && held !== '') return [key, mask];
      return [key, typeof held === 'string' && /url$/i.test(key) ? redactUrl(held) : redactJson(held)];
    }),
  );
}

/** The texts under keys that hold secrets, at any depth: what a server must not be heard to repeat. */
export function secretsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) => {
    if (!secretKeys.has(key.toLowerCase())) return secretsIn(held);
    return typeof held === 'string' && held !== '' ? [held] : [];
  });
}

/** Characters of a secret that no word has by chance. */
const leastHidden = 4;
const patterns = new Map<string, RegExp>();
/** Passwords in bodies come and go; a program has one token. */
const mostPatterns = 50;

function patternOf(secret: string): RegExp {
  const known = patterns.get(secret);
  if (known !== undefined) return known;
  if (patterns.size >= mostPatterns) patterns.clear();
  const parts = secret.match(/\\+|[\s\S]/gu) ?? [];
  const spelt = parts.map(spellings).join('');
  const made =
    secret.length < leastHidden
      ? new RegExp(`(?<![\\p{L}\\p{N}])${spelt}(?![\\p{L}\\p{N}])`, 'gu')
      : new RegExp(spelt, 'g');
  patterns.set(secret, made);
  return made;
}

/** A pattern for one character, however it is written; for backslashes, which JSON doubles, for all that stand together. */
function spellings(part: string): string {
  if (part.startsWith('\\'))
    return `(?:\\\\|%5[cC]|&#0*92;|&#[xX]0*5[cC];){${part.length},${part.length * 4}}`;
  const units = Array.from({ length: part.length }, (_, at) => hexOf(part.charCodeAt(at)));
  const point = part.codePointAt(0) ?? 0;
  const bytes = part.isWellFormed() ? [...Buffer.from(part)] : [];
  const forms = [
    units.map((unit) => `\\u${unit}`).join(''),
    units.map((unit) => String.raw`\\{1,4}u${caseless(unit)}`).join(''),
    `&#0*${point};?`,
    `&#[xX]0*${caseless(point.toString(16))};?`,
    ...(bytes.length === 0 ? [] : [bytes.map((byte) => `%(?:25)?${caseless(hexOf(byte, 2))}`).join('')]),
    ...(shortForms[part] ?? []),
  ];
  return `(?:${forms.join('|')})`;
}

/** What JSON and HTML have names of their own for. */
const shortForms: Readonly<Record<string, readonly string[]>> = {
  '"': ['&quot;', String.raw`\\"`],
  '/': [String.raw`\\/`],
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  "'": ['&apos;'],
};

function hexOf(number: number, digits = 4): string {
  return number.toString(16).padStart(digits, '0');
}

function caseless(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
