import { CbError } from '../errors/cb-error.ts';

/** 32 hex digits, in whatever case. */
export function isMd5(text: string): boolean {
  return /^[0-9a-f]{32}$/i.test(text);
}

/** As people see and copy it: in upper case, as the server has it of binaries; bans and processes have it in lower case. What is no MD5 stays as it is. */
export function shownMd5(text: string): string {
  return isMd5(text) ? text.toUpperCase() : text;
}

/** Reads what a person types for a binary: 32 hex digits, or a console link; gives them in upper case. Kind `Usage`. */
export function parseMd5(word: string): string {
  const text = word.trim();
  const found = /^https?:\/\/[^/?#]+\/?[^#]*#\/?binary\/([0-9a-f]{32})\/?$/i.exec(text)?.[1] ?? text;
  if (isMd5(found)) return found.toUpperCase();
  throw new CbError('Usage', `"${word}" is no MD5`, { hint: 'an MD5 is 32 hex digits' });
}
