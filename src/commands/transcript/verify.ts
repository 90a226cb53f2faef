import { basename, dirname } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import { type Column, type RowOutcome, rows } from '../../spec/result.ts';
import { indexName } from '../../transcript/names.ts';
import { summarise } from '../../transcript/summary.ts';
import { isSound, readIndex, type Verdict, verdictOf, verifyFolder } from '../../transcript/verify.ts';
import { type CommandContext, command } from '../context.ts';
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
  return row.state === 'whole' ? 'ok' : 'warn';
}

export const transcriptVerify = command({
  name: 'transcript verify',
  about: 'check that transcripts are as they were written',
  details:
    'Walks each chain and its index, and names the first line that does not fit. A transcript that is open was not ended: its program goes on, or was killed. Without a seal a complete rewrite by the owner of this computer does not show.',
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
  options: { all: { kind: 'flag', about: 'every transcript of every profile, or of the one named with -p' } },
  search: ['check', 'integrity', 'hash', 'tamper'],
  examples: [{ line: 'cblr transcript verify --all', shows: 'whether any of them was changed' }],
  async run({ files, all }, context) {
    return rows(verified(files, all, context), columns, {
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

async function* verified(
  wanted: readonly string[],
  all: boolean,
  context: CommandContext,
): AsyncGenerator<Row> {
  for (const place of all ? await allPlaces(context) : []) yield* folderRows(place);
  if (!all && wanted.length === 0) yield await newestRow(context);
  for (const path of wanted) yield* pathRows(path, context);
}

async function* folderRows(place: TranscriptFolder): AsyncGenerator<Row> {
  for await (const verdict of verifyFolder(place)) yield { ...verdict, folder: place.path };
}

async function newestRow(context: CommandContext): Promise<Row> {
  const { place, name } = await findTranscript(undefined, context);
  return await fileRow(place, name);
}

async function* pathRows(typed: string, context: CommandContext): AsyncGenerator<Row> {
  const { files } = context.runtime;
  const path = files.resolve(typed);
  if ((await files.stat(path))?.isDirectory === true) return yield* folderRows(folderAt(path, context));
  if (basename(path) === indexName) return yield* folderRows(folderAt(dirname(path), context));
  const { place, name } = await findTranscript(typed, context);
  yield await fileRow(place, name);
}

/** Held against the index beside it, where there is one. */
async function fileRow(place: TranscriptFolder, name: string): Promise<Row> {
  const hasIndex = (await place.names()).includes(indexName);
  const entries = hasIndex ? (await readIndex(place.read(indexName))).entries : undefined;
  return { ...verdictOf(name, await summarise(place.read(name)), entries), folder: place.path };
}
