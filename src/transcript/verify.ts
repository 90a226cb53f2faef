import { indexEvents } from './events.ts';
import { indexName, unregistered } from './names.ts';
import { isSealName } from './seal.ts';
import { type Summary, summarise } from './summary.ts';
import { type ChainFault, walkChain } from './walk.ts';

/**
 * `whole`, or `open` and `cut` where the program never ended it; `sealed` of a signature that fits, `stamped` of the time that it has,
 * `unchecked` where nobody was named who vouches for that; else what is wrong.
 */
export type VerdictState =
  | 'whole'
  | 'sealed'
  | 'stamped'
  | 'unchecked'
  | 'open'
  | 'cut'
  | Exclude<ChainFault['what'], 'cut'>;

export interface Verdict {
  readonly name: string;
  readonly state: VerdictState;
  readonly lines: number;
  /** The first one that does not fit. */
  readonly line?: number | undefined;
  readonly says: string;
}

/** What is read of a folder of transcripts. */
export interface FolderReader {
  names(): Promise<readonly string[]>;
  read(name: string): AsyncIterable<Uint8Array>;
}

interface Entry {
  readonly first: string;
  readonly whole?: { readonly lines: number; readonly last: string };
}

/** What an index knows, and whether it fits itself. */
export interface IndexView {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly verdict: Verdict;
}

const soundStates: ReadonlySet<VerdictState> = new Set([
  'whole',
  'sealed',
  'stamped',
  'unchecked',
  'open',
  'cut',
]);

/** True where nothing was changed, as far as that can be seen. */
export function isSound({ state }: Verdict): boolean {
  return soundStates.has(state);
}

export async function readIndex(chunks: AsyncIterable<Uint8Array>): Promise<IndexView> {
  const entries = new Map<string, Entry>();
  let fault: ChainFault | undefined;
  let lines = 0;
  for await (const { number, event, fault: found } of walkChain(chunks, indexEvents)) {
    fault ??= found;
    if (found?.what !== 'cut') lines = number;
    const { file, first, lines: count, last } = event?.fields ?? {};
    const name = String(file);
    const entry = entries.get(name);
    const isBegun = event?.kind === 'begun';
    const isFinished = event?.kind === 'finished' && entry !== undefined;
    // What was told first counts: a seal may cover that, and whoever makes a file anew can add here what fits it.
    if ((isBegun && entry !== undefined) || (isFinished && entry.whole !== undefined))
      fault ??= { what: 'inserted', line: number, words: toldAgain };
    else if (isBegun) entries.set(name, { first: String(first) });
    else if (isFinished) entries.set(name, { ...entry, whole: { lines: Number(count), last: String(last) } });
  }
  const verdict =
    fault === undefined ? sound(indexName, 'whole', lines, '') : faulty(indexName, fault, lines);
  return { entries, verdict };
}

const toldAgain = 'was put in: a line before it tells the same of its file';

/** The index of a folder and every transcript in it or known to it, in the order of their names. */
export async function* verifyFolder(folder: FolderReader): AsyncGenerator<Verdict> {
  const all = await folder.names();
  const names = all.filter((name) => /\.ndjson(?:\.new)?$/.test(name));
  // Where a seal is, something was sealed.
  if (names.length === 0 && !all.some(isSealName)) return;
  const index = names.includes(indexName) ? await readIndex(folder.read(indexName)) : noIndex;
  yield index.verdict;
  const there = new Set(names.filter((name) => name !== indexName));
  const known = new Set([...there, ...index.entries.keys()].map((name) => name.replace(/\.new$/, '')));
  for (const name of [...known].sort()) {
    const lies = [name, unregistered(name)].find((each) => there.has(each));
    if (lies === undefined) yield { name, state: 'missing', lines: 0, says: 'the file is missing' };
    else yield verdictOf(lies, await summarise(folder.read(lies)), index.entries);
  }
}

const noIndex: IndexView = {
  entries: new Map(),
  verdict: { name: indexName, state: 'missing', lines: 0, says: 'the file is missing' },
};

/** Of one file, and of what the index knows of it. Without an index only the file itself is looked at. */
export function verdictOf(
  name: string,
  summary: Summary,
  entries: ReadonlyMap<string, Entry> | undefined,
): Verdict {
  const { lines, fault, first, isLeft } = summary;
  const registered = name.replace(/\.new$/, '');
  const entry = entries?.get(registered);
  if (fault !== undefined && fault.what !== 'cut') return faulty(name, fault, lines);
  if (entries !== undefined && entry === undefined) {
    if (name !== registered && lines <= 1)
      return sound(name, 'open', lines, 'was not begun: nothing that was sent is told in it');
    return bad(name, 'inserted', lines, undefined, 'the index does not know this file');
  }
  if (entry !== undefined && lines === 0) return bad(name, 'missing', 0, 1, 'is missing, and all behind it');
  if (entry !== undefined && first !== entry.first)
    return bad(name, 'changed', lines, 1, 'is not the line that the index knows');
  const whole = entry?.whole;
  if (whole === undefined) return unfinishedVerdict(name, lines, fault, isLeft && entries === undefined);
  return againstEnd(name, summary, whole);
}

function againstEnd(
  name: string,
  { lines, fault, last }: Summary,
  whole: NonNullable<Entry['whole']>,
): Verdict {
  const end = `the last of ${whole.lines} lines`;
  if (lines < whole.lines) return bad(name, 'missing', lines, lines + 1, `is missing, up to ${end}`);
  if (lines > whole.lines || fault !== undefined)
    return bad(name, 'inserted', lines, whole.lines + 1, `was added behind ${end}`);
  if (last !== whole.last)
    return bad(name, 'changed', lines, lines, 'is not the last line that the index knows');
  return sound(name, 'whole', lines, '');
}

function unfinishedVerdict(
  name: string,
  lines: number,
  fault: ChainFault | undefined,
  isWhole: boolean,
): Verdict {
  if (fault !== undefined) return { ...faulty(name, fault, lines), state: 'cut' };
  if (isWhole) return sound(name, 'whole', lines, 'not held against an index');
  return sound(
    name,
    'open',
    lines,
    'its program goes on, or ended without a last word: lines may be missing at its end',
  );
}

function sound(name: string, state: 'whole' | 'open', lines: number, says: string): Verdict {
  return { name, state, lines, says };
}

function bad(
  name: string,
  state: VerdictState,
  lines: number,
  line: number | undefined,
  words: string,
): Verdict {
  return { name, state, lines, line, says: line === undefined ? words : `line ${line} ${words}` };
}

function faulty(name: string, fault: ChainFault, lines: number): Verdict {
  return bad(name, fault.what, lines, fault.line, fault.words);
}
