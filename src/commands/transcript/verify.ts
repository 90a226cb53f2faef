import { basename, dirname } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import { type Column, type RowOutcome, rows } from '../../spec/result.ts';
import { indexName } from '../../transcript/names.ts';
import { summarise } from '../../transcript/summary.ts';
import { isSound, readIndex, type Verdict, verdictOf, verifyFolder } from '../../transcript/verify.ts';
import { type CommandContext, command } from '../context.ts';
import { checkSeals } from './check-seals.ts';
import { allPlaces, findTranscript, folderAt, type TranscriptFolder } from './places.ts';

interface Row extends Verdict {
  readonly folder: string;
}

const columns: readonly Column<Row>[] = [
  { field: 'folder', head: 'folder', of: (row) => row.folder, wide: true },
  { field: 'file', head: 'file', of: (row) => row.name, firm: true, style: () => 'name' },
  { field: 'state', head: 'state', of: (row) => row.state, style: (row) => styleOf(row) },
  { field: 'lines', head: 'lines', of: (row) => row.lines, align: 'right' },
  { field: 'line', head: 'line', of: (row) => row.line ?? null, wide: 'data' },
  { field: 'detail', head: '', of: (row) => row.says, whole: true },
];

function styleOf(row: Row): 'ok' | 'warn' | 'bad' {
  if (!isSound(row)) return 'bad';
  return row.state === 'whole' || row.state === 'sealed' ? 'ok' : 'warn';
}

export const transcriptVerify = command({
  name: 'transcript verify',
  about: 'check that transcripts are as they were written',
  details:
    'Walks each chain and its index, and names the first line that does not fit. A transcript that is open was not ended: its program goes on, or was killed. Without a seal a complete rewrite by the owner of this computer does not show; with --signers each seal beside the index is checked by ssh-keygen, and one that is missing is told.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {
    files: {
      kind: 'localPath',
      many: true,
      optional: true,
      about: 'files or folders; the newest when not said',
    },
  },
  options: {
    all: { kind: 'flag', about: 'every transcript of every profile, or of the one named with -p' },
    signers: {
      kind: 'localPath',
      value: 'FILE',
      about: 'check seals, too, by the keys of these (allowed signers)',
    },
  },
  search: ['check', 'integrity', 'hash', 'tamper'],
  examples: [{ line: 'cblr transcript verify --all', shows: 'whether any of them was changed' }],
  async run({ files, all, signers }, context) {
    const wanted = { files, all, signers: await signersFile(signers, context) };
    return rows(verified(wanted, context), columns, {
      noun: 'transcripts',
      outcome: outcomeOf,
      toldBy: 'detail',
    });
  },
});

function outcomeOf(row: Row): RowOutcome {
  if (isSound(row)) return 'done';
  return { failed: new CbError('Integrity', `${row.folder}/${row.name}: ${row.says}`) };
}

interface Wanted {
  readonly files: readonly string[];
  readonly all: boolean;
  /** Undefined where no seal is to be checked. */
  readonly signers: string | undefined;
}

async function signersFile(
  typed: string | undefined,
  { runtime: { files } }: CommandContext,
): Promise<string | undefined> {
  if (typed === undefined) return undefined;
  const path = files.resolve(typed);
  if ((await files.stat(path))?.isFile === true) return path;
  throw new CbError('LocalFile', `there is no file ${path}`, {
    hint: 'each of its lines is: NAME ssh-ed25519 AAAA…, as in ssh-keygen(1), ALLOWED SIGNERS',
  });
}

async function* verified({ files, all, signers }: Wanted, context: CommandContext): AsyncGenerator<Row> {
  for (const place of all ? await allPlaces(context) : []) yield* folderRows(place, signers, context);
  if (!all && files.length === 0) yield* pathRows(undefined, signers, context);
  for (const path of files) yield* pathRows(path, signers, context);
}

async function* folderRows(
  place: TranscriptFolder,
  signers: string | undefined,
  context: CommandContext,
): AsyncGenerator<Row> {
  let index: Verdict | undefined;
  for await (const verdict of verifyFolder(place)) {
    index ??= verdict;
    yield { ...verdict, folder: place.path };
  }
  if (index !== undefined) yield* sealRows(place, index, signers, context);
}

/** A path, or a name as `list` shows it; the newest transcript when not said. */
async function* pathRows(
  typed: string | undefined,
  signers: string | undefined,
  context: CommandContext,
): AsyncGenerator<Row> {
  const { files } = context.runtime;
  const path = typed === undefined ? '' : files.resolve(typed);
  if (path !== '' && (await files.stat(path))?.isDirectory === true)
    return yield* folderRows(folderAt(path, context), signers, context);
  if (basename(path) === indexName)
    return yield* folderRows(folderAt(dirname(path), context), signers, context);
  const { place, name } = await findTranscript(typed, context);
  const row = await fileRow(place, name);
  yield row;
  // In a folder it is the index that is sealed.
  const hasIndex = (await place.names()).includes(indexName);
  const index = hasIndex ? (await readIndex(place.read(indexName))).verdict : row;
  yield* sealRows(place, index, signers, context);
}

async function* sealRows(
  place: TranscriptFolder,
  verdict: Verdict,
  signers: string | undefined,
  context: CommandContext,
): AsyncGenerator<Row> {
  if (signers === undefined) return;
  for await (const seal of checkSeals(place, verdict, signers, context))
    yield { ...seal, folder: place.path };
}

/** Held against the index beside it, where there is one. */
async function fileRow(place: TranscriptFolder, name: string): Promise<Row> {
  const hasIndex = (await place.names()).includes(indexName);
  const entries = hasIndex ? (await readIndex(place.read(indexName))).entries : undefined;
  return { ...verdictOf(name, await summarise(place.read(name)), entries), folder: place.path };
}
