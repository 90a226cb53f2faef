import { CbError, isCbError } from '../../errors/cb-error.ts';
import { parseMd5 } from '../../text/md5.ts';
import type { QueryContext } from '../context.ts';
import { type PlacedWord, placedWords } from '../typed-words.ts';

/** Of every command that takes hashes. */
export const hashOperand = {
  md5: {
    kind: 'text',
    many: true,
    optional: true,
    about: 'MD5 or console link of a binary; - for stdin',
  },
} as const;

export const fileOption = {
  file: {
    kind: 'localPath',
    value: 'FILE',
    about: 'hashes of a file, one a line: its first word, # begins a comment',
  },
} as const;

/** So many of what is no MD5 are shown. */
const shownFaults = 5;

/**
 * The hashes that were typed, in lower case, each once, in their order. All are looked at before anything is sent: `Usage` names the file
 * and line of what is none.
 */
export async function readHashes(
  words: readonly string[],
  file: string | undefined,
  context: QueryContext,
): Promise<readonly string[]> {
  const placed = await placedWords(
    words,
    file,
    { kind: 'binary', what: 'MD5', headings: ['md5', 'md5hash', 'hash'] },
    context,
  );
  const md5s = new Set<string>();
  const faults: string[] = [];
  for (const word of placed) {
    const md5 = md5Of(word.text);
    if (md5 === undefined) faults.push(faultText(word));
    else md5s.add(md5);
  }
  const [only] = faults;
  if (only === undefined) {
    const repeated = placed.length - md5s.size;
    if (repeated > 0) context.note(`${repeated} of ${placed.length} are there more than once`);
    return [...md5s];
  }
  const hint = 'an MD5 is 32 hex digits; no other hash can be banned; nothing was sent';
  if (faults.length === 1) throw new CbError('Usage', only, { hint });
  for (const fault of faults.slice(0, shownFaults)) context.note(fault);
  if (faults.length > shownFaults) context.note(`and ${faults.length - shownFaults} more`);
  throw new CbError('Usage', `${faults.length} of ${placed.length} are no MD5`, { hint });
}

function md5Of(text: string): string | undefined {
  try {
    return parseMd5(text).toLowerCase();
  } catch (error) {
    if (isCbError(error, 'Usage')) return undefined;
    throw error;
  }
}

function faultText({ text, at }: PlacedWord): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  const kind = kinds[text.length];
  const what = kind !== undefined && /^[0-9a-f]+$/i.test(text) ? `is a ${kind} and no MD5` : 'is no MD5';
  return `${at === undefined ? '' : `${at}: `}"${shown}" ${what}`;
}

const kinds: Readonly<Record<number, string>> = { 40: 'SHA-1', 64: 'SHA-256' };
