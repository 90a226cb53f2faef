import type { Watchlist } from '../../api/wire/watchlist.ts';
import { CbError } from '../../errors/cb-error.ts';
import { type FileEntry, mostFileBytes, readWatchlistFile } from '../../ops/watchlist-file.ts';
import { changesOf, type FieldChange, fileOrder, matchWatchlists } from '../../ops/watchlist-plan.ts';
import { lintQuery } from '../../text/query-lint.ts';
import type { ActionName } from '../../text/watchlist-words.ts';
import type { QueryContext } from '../context.ts';
import { actionsOfAll } from './find.ts';
import { groupingNote } from './write.ts';

export const fileOperand = {
  kind: 'localPath',
  about: 'YAML or JSON as export writes it; - for stdin',
} as const;

/** For the help of every command that reads a file. */
export const fileRules =
  'A watchlist of the file is the one of the server with the same name and type, or with its id where the file has one: needed where several have the name, and where the name is to change. What the file does not say of actions stays as it is; a description that is left out is empty, enabled is true, type is process.';

export interface Added {
  readonly kind: 'add';
  readonly entry: FileEntry;
}

export interface Known {
  readonly kind: 'same' | 'change';
  readonly entry: FileEntry;
  readonly watchlist: Watchlist;
  /** None: it is so already. */
  readonly changes: readonly FieldChange[];
  readonly known: readonly ActionName[] | undefined;
}

export interface Removed {
  readonly kind: 'remove';
  readonly watchlist: Watchlist;
}

export interface FilePlan {
  /** In the order of the file. */
  readonly steps: readonly (Added | Known)[];
  /** What the server has and the file has not. */
  readonly others: readonly Removed[];
}

/** What would have to happen for the server to be as a file says. Kind `Usage` for what the file should not hold, with its place. */
export async function planOfFile(file: string, context: QueryContext): Promise<FilePlan> {
  const { cb, signal, note } = context;
  const entries = await readEntries(file, context);
  const { watchlists } = await cb();
  const { matched, others } = matchWatchlists(entries, await watchlists.list({ signal }));
  const asked = matched.flatMap(({ entry, watchlist }) =>
    watchlist !== undefined && entry.actions !== undefined ? [watchlist] : [],
  );
  const actions = await actionsOfAll(asked, context);
  const untold = asked.filter(({ id }) => actions.get(id) === undefined).length;
  if (untold > 0) note(`the server does not tell the actions of ${untold} watchlists: they stay as they are`);
  const steps = matched.map(({ entry, watchlist }): Added | Known => {
    if (watchlist === undefined) return { kind: 'add', entry };
    const known = actions.get(watchlist.id);
    const changes = changesOf(entry, watchlist, known);
    return { kind: changes.length === 0 ? 'same' : 'change', entry, watchlist, changes, known };
  });
  for (const step of steps) checkStep(step, note);
  return {
    steps,
    others: [...others].sort(fileOrder).map((watchlist) => ({ kind: 'remove', watchlist })),
  };
}

/** `2 to add, 1 to change, 3 to remove`; empty where nothing is. */
export function planSentence(steps: readonly (Added | Known | Removed)[]): string {
  return (['add', 'change', 'remove'] as const)
    .map((kind) => [steps.filter((step) => step.kind === kind).length, kind] as const)
    .flatMap(([count, kind]) => (count === 0 ? [] : [`${count} to ${kind}`]))
    .join(', ');
}

/** A query that is new to the server must be one that it can read. */
function checkStep(step: Added | Known, note: QueryContext['note']): void {
  const { entry } = step;
  if (step.kind === 'same' || entry.isRaw) return;
  if (step.kind === 'change' && !step.changes.some(({ field }) => field === 'query' || field === 'raw'))
    return;
  for (const { severity, start, message } of lintQuery(entry.query, entry.type).problems) {
    if (severity === 'error') {
      throw new CbError(
        'Usage',
        `${entry.queryPlace}: the query of "${entry.name}" cannot be read at character ${start + 1}: ${message}`,
        { context: { query: entry.query, at: start } },
      );
    }
    if (severity === 'warning') note(`${entry.queryPlace}: query: ${message}`);
  }
  const grouping = groupingNote(entry);
  if (grouping !== undefined) note(`${entry.queryPlace}: ${grouping}`);
}

async function readEntries(
  file: string,
  { runtime: { files, streams }, signal }: QueryContext,
): Promise<readonly FileEntry[]> {
  if (file === '-') return await readWatchlistFile(await textOf(streams.in, 'stdin', signal), 'stdin');
  const source = files.read(files.resolve(file), { signal });
  return await readWatchlistFile(await textOf(source, file, signal), file);
}

/** UTF-8, or UTF-16 with its mark, as PowerShell writes it. Kind `Usage` for anything else: names must not come out maimed. */
async function textOf(
  source: AsyncIterable<Uint8Array | string>,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source) {
    signal.throwIfAborted();
    // A piece of a file lasts until the one after the next is asked for.
    const copy = Buffer.from(piece as Uint8Array);
    pieces.push(copy);
    size += copy.length;
    if (size > mostFileBytes) throw tooLarge(name);
  }
  const bytes = Buffer.concat(pieces);
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CbError('Usage', `${name} is no text in UTF-8`, { cause: error, hint: 'save it as UTF-8' });
  }
}

function tooLarge(file: string): CbError {
  return new CbError('Usage', `${file} is larger than 4 MiB: that is no list of watchlists`);
}
