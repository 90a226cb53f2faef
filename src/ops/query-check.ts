import { CbError } from '../errors/cb-error.ts';
import { hasStatus } from '../errors/server-fault.ts';
import type { BatchedRows } from '../spec/result.ts';
import { caretLines } from '../text/query-caret.ts';
import type { QueryIndex } from '../text/query-fields.ts';
import { lintQuery } from '../text/query-lint.ts';
import { inBatches } from './in-batches.ts';

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const idForms: Partial<Record<QueryIndex, RegExp>> = {
  alert: new RegExp(`^${guid}$`, 'i'),
  process: new RegExp(`^${guid}(?:[-/][0-9a-f]+)?$`, 'i'),
};

/** The command for an object whose id was searched for: a bare word is looked for in texts, where its id does not stand. */
function shownBy(query: string, index: QueryIndex): string | undefined {
  return idForms[index]?.test(query) === true ? `${index} show ${query}` : undefined;
}

export const insistHint = 'with --force it is taken as it stands';

/**
 * Says what is doubtful about a query; throws `Usage` where every server refuses it, with carets under the place. A `write` by it is
 * refused, too, where it surely finds something else than is meant, unless somebody insists.
 */
export function checkQuery(
  query: string,
  index: QueryIndex,
  note: (text: string) => void,
  write?: { readonly force: boolean },
): void {
  const id = write === undefined ? shownBy(query, index) : undefined;
  if (id !== undefined) note(`${query} is an id, and ids are not searched: cbq ${id} shows it`);
  const { problems, corrected } = lintQuery(query, index);
  const fatal = problems.find((problem) => problem.severity === 'error');
  if (fatal !== undefined) {
    for (const line of caretLines(query, fatal)) note(line);
    throw new CbError('Usage', `the query cannot be read at character ${fatal.start + 1}: ${fatal.message}`, {
      context: { query, at: fatal.start },
    });
  }
  const stop = write?.force === false ? problems.find(({ stopsWrites }) => stopsWrites) : undefined;
  const doubts = problems.filter((problem) => problem.severity === 'warning' && problem !== stop);
  for (const message of new Set(doubts.map((problem) => problem.message))) note(`query: ${message}`);
  if (corrected !== undefined) note(`try: ${corrected}`);
  if (stop !== undefined) {
    throw new CbError('Usage', `query: ${stop.message}`, {
      hint: `nothing was sent; ${insistHint}`,
      context: { query, at: stop.start },
    });
  }
}

/**
 * Runs a search; where the server refuses the query (400) its reason is `Usage`, with carets where our parser finds the place. Servers
 * before 6.0 fail (500) on what they cannot read: that is said only where our parser finds a place.
 */
export async function askingQuery<T>(
  query: string,
  index: QueryIndex,
  note: (text: string) => void,
  search: () => Promise<T>,
): Promise<T> {
  try {
    return await search();
  } catch (error) {
    if (!hasStatus(error, 400, 500)) throw error;
    const { status } = error;
    const [problem] = lintQuery(query, index).problems;
    if (status === 500 && problem === undefined) throw error;
    for (const line of problem === undefined ? [] : caretLines(query, problem)) note(line);
    const reason = error.said === '' ? 'it gives no reason' : error.said;
    const what = status === 400 ? 'the server refused the query' : 'the server failed on the query (500)';
    throw error.reworded({
      kind: 'Usage',
      message: `${what}: ${reason}`,
      hint: problem?.message,
      context: { query, ...(problem === undefined ? {} : { at: problem.start }) },
    });
  }
}

/** The same for rows that are asked for as they are read. */
export function askingRows<T>(
  query: string,
  index: QueryIndex,
  note: (text: string) => void,
  rows: BatchedRows<T>,
): BatchedRows<T> {
  return inBatches(async function* () {
    try {
      yield* rows.batches();
    } catch (error) {
      await askingQuery(query, index, note, () => Promise.reject(error));
    }
  });
}
