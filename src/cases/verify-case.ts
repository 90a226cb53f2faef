import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { isCbError } from '../errors/cb-error.ts';
import { verifyFiles } from '../manifest/verify-files.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { isManifestName } from '../text/local-name.ts';
import { isSealName } from '../transcript/seal.ts';
import { type Verdict, verifyFolder } from '../transcript/verify.ts';
import { journalName, journalOf, transcriptsOf } from './case-folder.ts';
import { chainedHashes } from './case-transcripts.ts';
import { evidenceName } from './evidence.ts';
import { type FileBelow, filesBelow } from './files-below.ts';
import { listName, readSumList, type SumList } from './sum-list.ts';

/**
 * `open`: a transcript that was not ended, a last line that breaks off, or what nothing chained proves. `unlisted`: nobody wrote down how
 * it came.
 */
export type CheckedState = 'ok' | 'open' | 'changed' | 'missing' | 'unlisted' | 'unknown';

export interface CheckedFile {
  /** Below the folder of the case. */
  readonly file: string;
  readonly state: CheckedState;
  readonly says: string;
}

export interface CheckOptions {
  readonly signal: AbortSignal;
  /** Called with the bytes that were hashed of a file. */
  readonly onBytes: (file: string, done: number, total: number) => void;
}

type Disk = Pick<LocalFiles, 'read' | 'stat' | 'list' | 'readText'>;

/** Holds every file of a case against what was written down when it came, and names each that is not so. */
export async function* verifyCase(
  path: string,
  files: Disk,
  options: CheckOptions,
): AsyncGenerator<CheckedFile> {
  const seen = new Map<string, CheckedState>();
  const told = (checked: CheckedFile): CheckedFile => {
    seen.set(checked.file, checked.state);
    return checked;
  };
  const hashOf = (file: string) => hashed(path, file, files, options);
  const there = await filesBelow(path, files);
  const { journal, expected } = await readJournal(path, files);
  yield told(journal);
  for await (const verdict of verifyFolder(transcriptFolder(path, files))) yield told(ofTranscript(verdict));
  const byName = new Map(there.map((each) => [each.file, each]));
  for (const [file, sha256] of expected)
    yield told(await againstJournal(file, sha256, byName.get(file), hashOf));
  const list = there.some(({ file }) => file === listName)
    ? readSumList(await files.readText(`${path}/${listName}`))
    : undefined;
  /** Whose proof is the list, where there is one. */
  const byList = new Set<string>();
  for await (const checked of evidence(path, files, options)) {
    if (list === undefined || checked.state !== 'open') yield told(checked);
    else byList.add(checked.file);
  }
  for (const { file, isPlain } of there) {
    if (seen.has(file) || byList.has(file) || file === listName) continue;
    if (!isPlain) yield told({ file, state: 'unlisted', says: 'is no plain file' });
    else if (!isUnchained(file))
      yield told({ file, state: 'unlisted', says: 'nobody wrote down how it came' });
    else if (list === undefined) yield told({ file, state: 'open', says: byListAlone });
    else byList.add(file);
  }
  if (list !== undefined) yield* againstList(list, there, { seen, byList }, hashOf);
}

/** Manifests have no chain, what undo keeps beside the transcripts has none, and a seal is added to what is there. */
function isUnchained(file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (isManifestName(name) || file.startsWith('transcripts/undo/')) return true;
  return file === `transcripts/${name}` && isSealName(name);
}

const byListAlone = 'has no chain: the list of an export alone proves it';

type HashOf = (file: string) => Promise<string>;

async function hashed(
  path: string,
  file: string,
  files: Disk,
  { signal, onBytes }: CheckOptions,
): Promise<string> {
  const digest = createHash('sha256');
  const size = (await files.stat(`${path}/${file}`))?.size ?? 0;
  let done = 0;
  for await (const chunk of files.read(`${path}/${file}`, { signal, size: 1024 * 1024 })) {
    digest.update(chunk);
    done += chunk.length;
    onBytes(file, done, size);
  }
  return digest.digest('hex');
}

/** Whether the journal fits itself, and what it says of files: of two lines of one file the later one counts. */
async function readJournal(
  path: string,
  files: Disk,
): Promise<{ readonly journal: CheckedFile; readonly expected: ReadonlyMap<string, string> }> {
  const expected = new Map<string, string>();
  let journal: CheckedFile = { file: journalName, state: 'ok', says: '' };
  for await (const { event, fault } of journalOf(path, files)) {
    if (fault !== undefined && journal.state === 'ok') {
      const says = `line ${fault.line} ${fault.words}`;
      journal = { file: journalName, state: fault.what === 'cut' ? 'open' : 'changed', says };
    }
    const { file, sha256 } = event?.fields ?? {};
    if (typeof file === 'string' && typeof sha256 === 'string' && isBelow(file)) expected.set(file, sha256);
  }
  return { journal, expected };
}

/** A report or ZIP that was written elsewhere is no part of it. */
function isBelow(file: string): boolean {
  return !/^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(file);
}

async function againstJournal(
  file: string,
  sha256: string,
  found: FileBelow | undefined,
  hashOf: HashOf,
): Promise<CheckedFile> {
  if (found === undefined) return { file, state: 'missing', says: 'the file is missing' };
  if (!found.isPlain) return { file, state: 'changed', says: 'is no plain file' };
  try {
    const isSame = (await hashOf(file)) === sha256;
    return isSame
      ? { file, state: 'ok', says: '' }
      : { file, state: 'changed', says: 'another sha256 than the journal has' };
  } catch (error) {
    if (!isCbError(error, 'LocalFile')) throw error;
    return { file, state: 'unknown', says: error.message };
  }
}

function transcriptFolder(path: string, files: Disk) {
  const at = transcriptsOf({ path });
  return {
    async names() {
      if ((await files.stat(at))?.isDirectory !== true) return [];
      return (await files.list(at)).filter(({ isDirectory }) => !isDirectory).map(({ name }) => name);
    },
    read: (name: string) => files.read(`${at}/${name}`),
  };
}

function ofTranscript({ name, state, says }: Verdict): CheckedFile {
  const states: Readonly<Record<Verdict['state'], CheckedState>> = {
    whole: 'ok',
    sealed: 'ok',
    stamped: 'ok',
    unchecked: 'open',
    open: 'open',
    cut: 'open',
    changed: 'changed',
    missing: 'missing',
    inserted: 'changed',
    unknown: 'unknown',
  };
  return { file: `transcripts/${name}`, state: states[state], says };
}

/** A manifest is no proof of its own: what it says of a file is held against the transcripts, too. */
async function* evidence(path: string, files: Disk, options: CheckOptions): AsyncGenerator<CheckedFile> {
  const root = `${path}/${evidenceName}`;
  if ((await files.stat(root))?.isDirectory !== true) return;
  const chained = await chainedHashes(path, evidenceName, files);
  for await (const { folder, name, state, says, line } of verifyFiles(files, root, options)) {
    const file = `${relative(path, folder).replaceAll('\\', '/')}/${name}`;
    const hashes = chained.get(file);
    if (state !== 'ok' || hashes?.has(line?.sha256 ?? '') === true) yield { file, state, says };
    else if (hashes === undefined)
      yield { file, state: 'open', says: 'is as its manifest says, which has no chain' };
    else yield { file, state: 'unknown', says: 'its manifest has another sha256 than the transcripts' };
  }
}

/** In what was exported. A file whose own proof holds is as it was: then it is the list that has changed. */
async function* againstList(
  { sums, bad, isWhole }: SumList,
  there: readonly FileBelow[],
  {
    seen,
    byList,
  }: { readonly seen: ReadonlyMap<string, CheckedState>; readonly byList: ReadonlySet<string> },
  hashOf: HashOf,
): AsyncGenerator<CheckedFile> {
  const names = new Set(there.map(({ file }) => file));
  const wrong = bad.map((line) => `line ${line} is none of such a list`);
  if (!isWhole) wrong.push('its last line is not the SHA-256 of those above');
  const missing = [...sums].filter(([file]) => !names.has(file));
  for (const [file, { line }] of missing) wrong.push(`line ${line} is of ${file}, which is not there`);
  for (const { file, isPlain } of there) {
    if (!isPlain || file === listName) continue;
    const listed = sums.get(file);
    const isSame = listed?.sha256 === (await hashOf(file));
    if (isSame) {
      if (byList.has(file)) yield { file, state: 'ok', says: '' };
    } else if (listed === undefined) {
      if (byList.has(file)) yield { file, state: 'unlisted', says: `${listName} has no line of it` };
    } else if (seen.get(file) === 'ok') wrong.push(`line ${listed.line} has another sha256 than ${file}`);
    else if (isWhole) yield { file, state: 'changed', says: `another sha256 than ${listName} has` };
    else
      yield { file, state: 'unknown', says: `another sha256 than ${listName} has, which was changed itself` };
  }
  const [first] = wrong;
  if (first === undefined) yield { file: listName, state: 'ok', says: '' };
  else yield { file: listName, state: 'changed', says: first };
}
