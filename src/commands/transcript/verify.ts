import { basename, dirname } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import { type Column, type RowOutcome, rows } from '../../spec/result.ts';
import { indexName } from '../../transcript/names.ts';
import { summarise } from '../../transcript/summary.ts';
import { isSound, readIndex, type Verdict, verdictOf, verifyFolder } from '../../transcript/verify.ts';
import { type CommandContext, command } from '../context.ts';
import { checkSeals, type Trusted } from './check-seals.ts';
import { caFile } from './openssl.ts';
import { allPlaces, findTranscript, folderAt, someAtLeast, type TranscriptFolder } from './places.ts';
import { authorityOf } from './time-stamps.ts';

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
  return row.state === 'whole' || row.state === 'sealed' || row.state === 'stamped' ? 'ok' : 'warn';
}

export const transcriptVerify = command({
  name: 'transcript verify',
  about: 'check that transcripts are as they were written',
  details:
    'Walks each chain and its index, and names the first line that does not fit. A transcript that is open was not ended: its program goes on, or was killed. Without a seal a complete rewrite by the owner of this computer does not show; with --signers each seal beside the index is checked by ssh-keygen, and one that is missing is told. Its time stamp (RFC 3161) is checked by openssl where --timestamp-ca, or timestamp_ca_file of the profile, names the CAs that vouch for it; else what it says is told as unchecked.',
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
    timestampCa: {
      kind: 'localPath',
      value: 'FILE',
      about: 'with --signers: the CAs of time stamps, in PEM; those of the profile when not said',
    },
  },
  search: ['check', 'integrity', 'hash', 'tamper'],
  examples: [{ line: 'cblr transcript verify --all', shows: 'whether any of them was changed' }],
  async run({ files, all, signers, timestampCa }, context) {
    const wanted = { files, all, trusted: await trustedFiles(signers, timestampCa, context) };
    return rows(someAtLeast(verified(wanted, context), context), columns, {
      noun: 'transcripts',
      outcome: outcomeOf,
      toldBy: 'detail',
      notes: () => (wanted.trusted === undefined ? [unsealed] : []),
    });
  },
});

const unsealed = 'no seal was checked (--signers): what was made anew as a whole would not show';

function outcomeOf(row: Row): RowOutcome {
  if (isSound(row)) return 'done';
  return { failed: new CbError('Integrity', `${row.folder}/${row.name}: ${row.says}`) };
}

interface Wanted {
  readonly files: readonly string[];
  readonly all: boolean;
  /** Undefined where no seal is to be checked. */
  readonly trusted: Trusted | undefined;
}

async function trustedFiles(
  signers: string | undefined,
  ca: string | undefined,
  context: CommandContext,
): Promise<Trusted | undefined> {
  if (signers === undefined) {
    if (ca === undefined) return undefined;
    throw new CbError('Usage', '--timestamp-ca goes with --signers', {
      hint: 'a time stamp is of a seal, and a seal alone is of the lines',
    });
  }
  const file = await signersFile(signers, context);
  const { resolve } = context.runtime.files;
  return {
    signers: file,
    ca: ca === undefined ? (await authorityOf(context)).ca : await caFile(resolve(ca), context),
  };
}

async function signersFile(typed: string, { runtime: { files } }: CommandContext): Promise<string> {
  const path = files.resolve(typed);
  if ((await files.stat(path))?.isFile === true) return path;
  throw new CbError('LocalFile', `there is no file ${path}`, {
    hint: 'each of its lines is: NAME ssh-ed25519 AAAA…, as in ssh-keygen(1), ALLOWED SIGNERS',
  });
}

async function* verified({ files, all, trusted }: Wanted, context: CommandContext): AsyncGenerator<Row> {
  for (const place of all ? await allPlaces(context) : []) yield* folderRows(place, trusted, context);
  if (!all && files.length === 0) yield* pathRows(undefined, trusted, context);
  for (const path of files) yield* pathRows(path, trusted, context);
}

async function* folderRows(
  place: TranscriptFolder,
  trusted: Trusted | undefined,
  context: CommandContext,
): AsyncGenerator<Row> {
  let index: Verdict | undefined;
  for await (const verdict of verifyFolder(place)) {
    index ??= verdict;
    yield { ...verdict, folder: place.path };
  }
  if (index !== undefined) yield* sealRows(place, index, trusted, context);
}

/** A path, or a name as `list` shows it, held against the index beside it; the newest transcript when not said. */
async function* pathRows(
  typed: string | undefined,
  trusted: Trusted | undefined,
  context: CommandContext,
): AsyncGenerator<Row> {
  const { files } = context.runtime;
  const path = typed === undefined ? '' : files.resolve(typed);
  if (path !== '' && (await files.stat(path))?.isDirectory === true)
    return yield* folderRows(folderAt(path, context), trusted, context);
  if (basename(path) === indexName)
    return yield* folderRows(folderAt(dirname(path), context), trusted, context);
  const { place, name } = await findTranscript(typed, context);
  const hasIndex = (await place.names()).includes(indexName);
  const index = hasIndex ? await readIndex(place.read(indexName)) : undefined;
  // What the file is held against was changed itself.
  if (index !== undefined && !isSound(index.verdict)) yield { ...index.verdict, folder: place.path };
  const row = verdictOf(name, await summarise(place.read(name)), index?.entries);
  yield { ...row, folder: place.path };
  // In a folder it is the index that is sealed.
  yield* sealRows(place, index?.verdict ?? row, trusted, context);
}

async function* sealRows(
  place: TranscriptFolder,
  verdict: Verdict,
  trusted: Trusted | undefined,
  context: CommandContext,
): AsyncGenerator<Row> {
  if (trusted === undefined) return;
  for await (const seal of checkSeals(place, verdict, trusted, context))
    yield { ...seal, folder: place.path };
}
