import { isIP } from 'node:net';
import { normaliseFingerprint } from '../text/fingerprint.ts';

/** A value, or what is wrong with it in words that repeat nothing of it. */
export type Checked<T> = { readonly value: T } | { readonly problem: string };

/** Python's words for yes and no; anything else is refused (contract/credentials.md). */
export function checkBoolean(text: string): Checked<boolean> {
  const word = text.toLowerCase();
  if (['1', 'yes', 'true', 'on'].includes(word)) return { value: true };
  if (['0', 'no', 'false', 'off'].includes(word)) return { value: false };
  return { problem: 'is neither true nor false (true, yes, on, 1; false, no, off, 0)' };
}

/** `https://host[:port]`, or http to this machine itself; slashes at the end are dropped. */
export function checkUrl(text: string): Checked<string> {
  const url = /[\s\p{Cc}]/u.test(text) ? null : URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { problem: 'does not begin with https://' };
  if (url.username !== '' || url.password !== '')
    return { problem: 'holds a user or a password, which has no place in it' };
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text))
    return { problem: 'holds more than a host and a port' };
  if (/[^/]/.test(url.pathname))
    return { problem: 'holds a path: only https://host or https://host:port is wanted' };
  if (url.protocol === 'http:' && !isOwnMachine(url.hostname))
    return { problem: 'begins with http://, which would send the token in the clear: use https://' };
  return { value: url.origin };
}

/** Of a time stamp authority. By http it goes, too: what it replies is signed, and it is told no secret. */
export function checkTimestampUrl(text: string): Checked<string> {
  const url = /[\s\p{Cc}]/u.test(text) ? null : URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { problem: 'begins neither with https:// nor with http://' };
  if (url.username !== '' || url.password !== '')
    return { problem: 'holds a user or a password, which has no place in it' };
  if (url.hash !== '') return { problem: 'holds a #, which no server is sent' };
  return { value: url.href };
}

/** A token as it can stand in a header. Its form is the server's affair. */
export function checkToken(text: string): Checked<string> {
  if (text === '') return { problem: 'is empty' };
  return /^[\x21-\x7E]+$/.test(text)
    ? { value: text }
    : { problem: 'holds a blank or a character that no token has' };
}

/** Normalised to `AA:BB:…`. */
export function checkPin(text: string): Checked<string> {
  const value = normaliseFingerprint(text);
  return value === undefined
    ? { problem: 'is no SHA-256 fingerprint: 64 hexadecimal digits are wanted' }
    : { value };
}

export function checkProxy(text: string): Checked<string> {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  const isFine =
    url !== null && url.hostname !== '' && (url.protocol === 'http:' || url.protocol === 'https:');
  return isFine ? { value: text } : { problem: 'is no http://host:port' };
}

/** Milliseconds, from `30s`, `5m`, `1h`, `500ms`; a bare number is seconds. */
export function checkDuration(text: string): Checked<number> {
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, '': 1000 };
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/i.exec(text) ?? [];
  const value = Math.round(Number(digits) * (units[unit.toLowerCase()] ?? 1000));
  return digits !== undefined && value >= 1 && value <= 86_400_000
    ? { value }
    : { problem: 'is no time such as 30s, 2m or 1h' };
}

/** Bytes, from `64M`, `1 GiB`, `4096`; `off` is 0. */
export function checkSize(text: string): Checked<number> {
  if (text.toLowerCase() === 'off') return { value: 0 };
  const [, digits, unit = ''] = /^(\d{1,12})\s?([kmg]?)(?:i?b)?$/i.exec(text) ?? [];
  const value = Number(digits) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase());
  return digits !== undefined && Number.isSafeInteger(value)
    ? { value }
    : { problem: 'is no size such as 64M or 1G, and not off' };
}

function isOwnMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));
}
