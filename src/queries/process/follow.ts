import type { Document } from '../../api/document.ts';
import type { SearchParams } from '../../api/page.ts';
import { CbError } from '../../errors/cb-error.ts';
import { keptState, newState } from '../../ops/follow/follow-state.ts';
import { followed } from '../../ops/follow/followed.ts';
import { askingRows } from '../../ops/query-check.ts';
import { searchList } from '../../ops/search-list.ts';
import { type Result, rows } from '../../spec/result.ts';
import { formatTimeUtc } from '../../text/age.ts';
import { toText } from '../../text/number.ts';
import { documentObject, ofDocument } from '../../views/document-columns.ts';
import { processColumns } from '../../views/process-columns.ts';
import type { QueryContext } from '../context.ts';
import { extentOf } from '../search-options.ts';
import { wireTime } from './wire-time.ts';

const usualIntervalMs = 30_000;
const leastIntervalMs = 1000;

/** Options of a search that goes on. */
export const followOptions = {
  follow: { kind: 'flag', about: 'go on: each new hit once, as the server hears of it' },
  interval: { kind: 'durationMs', about: 'with --follow: time between two looks; 30s when not said' },
  until: { kind: 'timeMs', isEnd: true, about: 'with --follow: ends then; with Ctrl-C when not said' },
  state: {
    kind: 'localPath',
    value: 'FILE',
    about: 'with --follow: keeps in this file how far it came, and goes on from there',
  },
} as const;

export const followConflicts = [
  ['follow', 'count'],
  ['follow', 'facet'],
  ['follow', 'limit'],
  ['follow', 'all'],
  ['follow', 'start'],
  ['follow', 'sort'],
  ['follow', 'parents'],
  ['follow', 'with'],
  ['follow', 'maxLastServerUpdate'],
] as const;

interface FollowInput {
  readonly follow: boolean;
  readonly interval: number | undefined;
  readonly until: number | undefined;
  readonly state: string | undefined;
  readonly groupBy: string | undefined;
  readonly minLastServerUpdate: number | undefined;
}

/** Kind `Usage` for options that go with `--follow` alone. */
export function isFollowed({ follow, interval, until, state }: FollowInput): boolean {
  const [without] = Object.entries({ interval, until, state }).find(([, value]) => value !== undefined) ?? [];
  if (!follow && without !== undefined) throw new CbError('Usage', `--${without} goes with --follow`);
  return follow;
}

/** New hits of a search of which all but its bounds in time is said. */
export async function followProcesses(
  { text, params }: { readonly text: string; readonly params: SearchParams },
  { interval = usualIntervalMs, until, state: file, groupBy, minLastServerUpdate }: FollowInput,
  context: QueryContext,
): Promise<Result> {
  if (interval < leastIntervalMs) throw new CbError('Usage', '--interval wants 1s or more');
  const { runtime, signal, note } = context;
  const { processes, serverInfo, http } = await context.cb();
  if (!(await serverInfo.isAtLeast(6, 0, { signal }))) {
    const { version } = await serverInfo.info({ signal });
    throw new CbError('Unsupported', `the server is version ${version || 'unknown'}: --follow needs 6.0`);
  }
  const { serverClock } = http;
  const sinceMs = minLastServerUpdate ?? serverClock.nowMs();
  const { 'cb.min_last_server_update': _since, ...search } = params;
  const kept = { server: await context.server(), search: JSON.stringify(search) };
  const state = file === undefined ? newState(sinceMs) : await keptState(runtime.files, file, kept, sinceMs);
  const extent = await extentOf({ all: true }, context);
  const each =
    groupBy === undefined ? '; each segment of a process is one, with --group-by id each process' : '';
  note(`new hits from ${formatTimeUtc(state.sinceMs)} on, by the clock of the server${each}; Ctrl-C ends it`);
  if (until !== undefined && until < state.sinceMs)
    note(`--until, ${formatTimeUtc(until)}, is before that: nothing can come`);
  let isFirst = true;
  const hits = followed(
    {
      intervalMs: interval,
      untilMs: until,
      state,
      keyOf: keyOf(groupBy),
      search(fromMs, toMs) {
        const bounds = {
          'cb.min_last_server_update': wireTime(fromMs, Math.floor),
          'cb.max_last_server_update': wireTime(toMs, Math.ceil),
          sort: 'last_server_update asc',
        };
        const about = { key: 'unique_id', noun: 'hits', isGrouped: groupBy !== undefined };
        const list = searchList(processes, { ...search, ...bounds }, { ...extent, ...about, signal });
        // Later on a failure of the server is no word about the query.
        if (!isFirst) return list;
        isFirst = false;
        return { ...list, rows: askingRows(text, 'process', note, list.rows) };
      },
    },
    { clock: runtime.clock, serverClock, signal, note },
  );
  return rows(hits, processColumns.map(ofDocument), {
    noun: 'new processes',
    // The last round was no whole one.
    isPartial: () => until !== undefined && state.sinceMs < until,
    ...documentObject(),
  });
}

/** What is grouped is told apart by that, else segments by their own id; a server that gives none, by all that it gave. */
function keyOf(groupBy: string | undefined): (document: Document) => string {
  const field = groupBy ?? 'unique_id';
  return (document) => toText(document.field(field)) ?? JSON.stringify(document.wire);
}
