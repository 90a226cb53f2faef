/*
 * How each type of field cuts its values, in the index and in a query alike (contract/query-language.md).
 */

const toBlanks = /[\\"'()[\]{},=<>&|;\s]+/;

/**
 * The words of a command line. Enhanced (servers ≥ 6.3): punctuation parts words, `/` stays with a switch, a file's
 * extension is a word of its own. Before: blanks alone. A `/` at the start of a whole command line parts folders.
 */
export function commandLineWords(text: string, enhanced: boolean, isWhole = true): string[] {
  // The word index would end at a zero.
  const lower = text.toLowerCase().replaceAll('\0', ' ');
  if (!enhanced) return lower.split(/\s+/).filter((word) => word !== '');
  const words: string[] = [];
  const first = isWhole && /^[\s"']*\//.test(lower);
  for (const [index, part] of lower.split(toBlanks).filter(isWord).entries()) {
    const pieces = index === 0 && first ? part.split('/').filter(isWord) : [part];
    for (const piece of pieces) {
      words.push(piece);
      const dot = piece.lastIndexOf('.');
      if (dot > 0 && dot < piece.length - 1) words.push(piece.slice(dot));
    }
  }
  return words;
}

function isWord(text: string): boolean {
  return text !== '';
}

/** Folders and file, without regard to the kind of separator and to leading ones. */
export function pathParts(path: string): string[] {
  return path
    .toLowerCase()
    .split(/[\\/]+/)
    .filter(isWord);
}

/** Words of a `text` field. */
export function textWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Does one list hold the other, in order and without gaps? */
export function holdsPhrase(
  words: readonly string[],
  phrase: readonly ((word: string) => boolean)[],
): boolean {
  for (let from = 0; from + phrase.length <= words.length; from += 1) {
    if (phrase.every((matches, index) => matches(words[from + index] ?? ''))) return true;
  }
  return false;
}

/** A test for a lower-case text against a pattern in which `*` is any run of characters. */
export function wildcard(pattern: string): (text: string) => boolean {
  const lower = pattern.toLowerCase();
  const parts = lower.split('*');
  if (parts.length === 1) return (text) => text === lower;
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  const middle = parts.slice(1, -1).filter(isWord);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
      return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
