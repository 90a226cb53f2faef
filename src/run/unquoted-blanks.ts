import type { ParsedWord } from '../spec/scan-words.ts';
import type { Call } from './call.ts';

const isAbsolute = (text: string): boolean => /^(?:[a-z]:[\\/]|\\\\|\/[^\\/]+\/|HK[A-Z_]+[\\:])/i.test(text);

/**
 * A path that seems to be cut at its blanks: behind one whose last part has no ending stands a word that is no path of its own. Said only
 * where the line failed, as two words may well be meant.
 */
export function unquotedBlanks({ spec, words }: Pick<Call<never>, 'spec' | 'words'>): string | undefined {
  // The words of a command line are its own.
  if (Object.values(spec.operands).some(({ kind }) => kind === 'commandLine')) return undefined;
  const [first] = Object.values(spec.operands);
  for (const [at, word] of words.entries()) {
    // No sensor is called like a path: the words stand in another order.
    if (at === 0 && first?.kind === 'sensor') continue;
    if (!isBare(word) || !isAbsolute(word.text) || /\.[^\\/]*$|[\\/]$/.test(word.text)) continue;
    const rest = words.slice(at + 1);
    const end = rest.findIndex((next) => !isBare(next) || isAbsolute(next.text) || /^[-.~*]/.test(next.text));
    const parts = end < 0 ? rest : rest.slice(0, end);
    if (parts.length === 0) continue;
    return `a name with blanks stands in quotes: "${[word, ...parts].map(({ text }) => text).join(' ')}"`;
  }
  return undefined;
}

function isBare({ text, quoted }: ParsedWord): boolean {
  return quoted !== true && text !== '' && !/\s/.test(text);
}
