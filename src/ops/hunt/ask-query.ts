import type { Cb } from '../../api/client.ts';
import type { SearchParams } from '../../api/page.ts';
import type { WireObject } from '../../api/wire/read.ts';
import { parseServerTime } from '../../text/age.ts';
import { toText } from '../../text/number.ts';
import { filteredQuery } from '../../text/query-filters.ts';
import { askingQuery } from '../query-check.ts';
import { lacksHits } from '../search-list.ts';
import type { HuntQuery } from './hunt-query.ts';

/** What came of one question. */
export interface HuntAnswer {
  readonly hits: readonly WireObject[];
  /** There are more than were read. */
  readonly isMore: boolean;
  /** Found, and not meant by what the query was made of. */
  readonly notMeant: number;
  /** A part of the index did not answer, or hits are counted and none is given. */
  readonly isIncomplete: boolean;
  readonly hosts: ReadonlySet<string>;
  /** As the server writes them: the earliest start, the latest update. */
  readonly first: string | undefined;
  readonly last: string | undefined;
}

export interface AskOptions {
  /** Terms that must be met, too. */
  readonly filters: readonly string[];
  /** Added to searches of processes. */
  readonly params: SearchParams;
  /** Hits of a question that are read. */
  readonly most: number;
  readonly signal: AbortSignal;
}

const pageRows = 200;

/** Asks one question of a hunt: each process, or binary, that it finds counts once. A query that the server cannot read is `Usage`. */
export async function askHuntQuery(
  { processes, binaries }: Pick<Cb, 'processes' | 'binaries'>,
  question: HuntQuery,
  { filters, params, most, signal }: AskOptions,
): Promise<HuntAnswer> {
  const { index, isMeant = () => true } = question;
  const isOfProcesses = index === 'process';
  const found = new Map<string, WireObject>();
  let [isMore, isIncomplete, notMeant] = [false, false, 0];
  for (const query of question.queries) {
    const q = filteredQuery(query, isOfProcesses ? filters : []);
    const asked = { ...(isOfProcesses ? params : {}), ...question.params, q };
    const limit = most - found.size;
    if (limit <= 0) {
      isMore = true;
      break;
    }
    await askingQuery(
      query,
      index,
      () => undefined,
      async () => {
        const how = { rows: Math.min(limit, pageRows), limit, signal };
        const pages = isOfProcesses
          ? processes.pages({ sort: 'start asc', ...asked }, how)
          : binaries.pages({ sort: 'server_added_timestamp asc', ...asked }, how);
        let read = 0;
        let total = 0;
        for await (const page of pages) {
          total = Math.max(total, page.total ?? 0);
          read += page.documents.length;
          isIncomplete ||= lacksHits(page, read);
          for (const { wire } of page.documents) {
            const key =
              toText(wire[isOfProcesses ? 'id' : 'md5']) ?? toText(wire['unique_id']) ?? `${found.size}`;
            if (isMeant(wire)) found.set(key, wire);
            else notMeant += 1;
          }
        }
        isMore ||= read >= limit && total > read;
      },
    );
  }
  return { hits: [...found.values()], isMore, notMeant, isIncomplete, ...extentOf(found.values()) };
}

function extentOf(hits: Iterable<WireObject>): Pick<HuntAnswer, 'hosts' | 'first' | 'last'> {
  const hosts = new Set<string>();
  const starts: string[] = [];
  const updates: string[] = [];
  for (const wire of hits) {
    const [host, start, update] = [wire['hostname'], wire['start'], wire['last_update']].map((each) =>
      toText(each),
    );
    if (host !== undefined && host !== '') hosts.add(host);
    if (start !== undefined) starts.push(start);
    if (update !== undefined) updates.push(update);
  }
  const byTime = (texts: readonly string[]) =>
    texts
      .map((text) => ({ text, ms: parseServerTime(text) }))
      .filter(({ ms }) => ms !== undefined)
      .sort((a, b) => Number(a.ms) - Number(b.ms));
  return { hosts, first: byTime(starts)[0]?.text, last: byTime(updates).at(-1)?.text };
}
