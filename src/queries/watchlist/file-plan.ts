import type { Watchlist } from '../../api/wire/watchlist.ts';
import { CbError } from '../../errors/cb-error.ts';
import { insistHint } from '../../ops/query-check.ts';
import { mostFileBytes, readWatchlistFile, type WatchlistEntry } from '../../ops/watchlist-file.ts';
import { changesOf, type FieldChange, fileOrder, matchWatchlists } from '../../ops/watchlist-plan.ts';
import { lintQuery } from '../../text/query-lint.ts';
import { decodeSavedText } from '../../text/utf16.ts';
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
  readonly entry: WatchlistEntry;
}

export interface Known {
  readonly kind: 'same' | 'change';
  readonly entry: WatchlistEntry;
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

/** What is done with a plan. */
export interface PlanUse {
  /** Steps that are done; their queries are looked at. */
  readonly kinds: readonly (Added | Known)['kind'][];
  /** Takes queries that surely mean something else. */
  readonly force: boolean;
}

/** What would have to happen for the server to be as a file says. Kind `Usage` for what the file should not hold, with its place. */
export async function planOfFile(file: string, use: PlanUse, context: QueryContext): Promise<FilePlan> {
  const { cb, signal, note } = context;
  const entries = await readEntries(file, context);
  const { watchlists } = await cb();
  const { matched, others: unnamed } = matchWatchlists(entries, await watchlists.list({ signal }));
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
  const stops = steps.flatMap((step) => checkStep(step, use, note));
  const [stop, ...others] = stops;
  if (stop !== undefined) {
    const more = others.length === 0 ? '' : `, and ${others.length} more of the file`;
    throw new CbError('Usage', `${stop}${more}`, { hint: `nothing was sent; ${insistHint}` });
  }
  return {
    steps,
    others: [...unnamed].sort(fileOrder).map((watchlist) => ({ kind: 'remove', watchlist })),
  };
}

/** `2 to add, 1 to change, 3 to remove`; empty where nothing is. */
export function planSentence(steps: readonly (Added | Known | Removed)[]): string {
  return (['add', 'change', 'remove'] as const)
    .map((kind) => [steps.filter((step) => step.kind === kind).length, kind] as const)
    .flatMap(([count, kind]) => (count === 0 ? [] : [`${count} to ${kind}`]))
    .join(', ');
}

/** A query that is new to the server must be one that it can read. Gives what keeps it from being sent. */
function checkStep(
  step: Added | Known,
  { kinds, force }: PlanUse,
  note: QueryContext['note'],
): readonly string[] {
  const { entry } = step;
  if (step.kind === 'same' || entry.isRaw) return [];
  if (step.kind === 'change' && !step.changes.some(({ field }) => field === 'query' || field === 'raw'))
    return [];
  const isStopping = !force && kinds.includes(step.kind);
  const stops: string[] = [];
  for (const { severity, start, message, stopsWrites } of lintQuery(entry.query, entry.type).problems) {
    if (severity === 'error') {
      throw new CbError(
        'Usage',
        `${entry.queryPlace}: the query of "${entry.name}" cannot be read at character ${start + 1}: ${message}`,
        { context: { query: entry.query, at: start } },
      );
    }
    if (isStopping && stopsWrites) stops.push(`${entry.queryPlace}: query: ${message}`);
    else if (severity === 'warning') note(`${entry.queryPlace}: query: ${message}`);
  }
  if (entry.query.trim() === '' && entry.filters.length === 0) {
    const empty = `${entry.queryPlace}: the query of "${entry.name}" is empty: it finds everything`;
    if (isStopping) stops.push(empty);
    else note(empty);
  }
  const grouping = groupingNote(entry);
  if (grouping !== undefined) note(`${entry.queryPlace}: ${grouping}`);
  return stops;
}

async function readEntries(
  file: string,
  { runtime: { files, streams }, signal }: QueryContext,
): Promise<readonly WatchlistEntry[]> {
  if (file === '-') return await readWatchlistFile(await textOf(streams.in, 'stdin', signal), 'stdin');
  const source = files.read(files.resolve(file), { signal });
  return await readWatchlistFile(await textOf(source, file, signal), file);
}

/** Kind `Usage` for what is not in the encoding it seems to be in: names must not come out maimed. */
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
  try {
    return decodeSavedText(Buffer.concat(pieces), { fatal: true });
  } catch (error) {
    throw new CbError('Usage', `${name} is no text in UTF-8`, { cause: error, hint: 'save it as UTF-8' });
  }
}

function tooLarge(file: string): CbError {
  return new CbError('Usage', `${file} is larger than 4 MiB: that is no list of watchlists`);
}
