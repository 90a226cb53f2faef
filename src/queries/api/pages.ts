import type { AnyReply, AnyRequest } from '../../api/resources/any-request.ts';
import { CbError } from '../../errors/cb-error.ts';
import { toNumber } from '../../text/number.ts';

const rowsAPage = 100;

/**
 * The rows of all pages (contract/conventions.md, "Paging"): from `start` on until a page is empty or the total is reached. `BadReply` for a
 * reply without `results`, and for a server that sends a page again: it does not page there, and would never end.
 */
export async function* allRows(
  ask: (query: AnyRequest['query']) => Promise<AnyReply>,
  query: AnyRequest['query'],
): AsyncGenerator<unknown, void, void> {
  let start = numberOf(query['start']) ?? 0;
  const rows = numberOf(query['rows']) ?? rowsAPage;
  let before: string | undefined;
  /** An earlier page, taken anew behind 1, 2, 4, 8 … of them: who goes round, in however many, comes by one again. */
  let mark = { rows: '', start: 0 };
  let count = 0;
  let isGiven = false;
  for (;;) {
    const page = pageOf(await ask({ ...query, start: String(start), rows: String(rows) }));
    if (page.rows.length === 0) {
      // The total may be too much, but it does not say that there is none at all.
      if (page.total === undefined || page.total <= start || isGiven) return;
      throw new CbError(
        'BadReply',
        `the server counts ${page.total} rows and gave none from row ${start} on`,
      );
    }
    isGiven = true;
    const first = JSON.stringify(page.rows[0]);
    const whole = JSON.stringify(page.rows);
    if (first === before || whole === mark.rows) {
      const earlier = first === before ? start - page.rows.length : mark.start;
      throw new CbError('BadReply', `the server sends the page of row ${earlier} again`, {
        hint: 'what came before is all that it gives there',
      });
    }
    before = first;
    count += 1;
    if (Number.isInteger(Math.log2(count))) mark = { rows: whole, start };
    yield* page.rows;
    start += page.rows.length;
    if (page.total !== undefined && start >= page.total) return;
  }
}

interface ReadPage {
  readonly rows: readonly unknown[];
  /** Where the server says so. */
  readonly total: number | undefined;
}

function pageOf(reply: AnyReply): ReadPage {
  // A dry run asks all the same; 204 is a page of none.
  if (reply.type === 'empty' && reply.status === 204) return { rows: [], total: 0 };
  if (reply.type === 'object' && Array.isArray(reply.value['results']))
    return { rows: reply.value['results'], total: toNumber(reply.value['total_results']) };
  throw new CbError('BadReply', 'the reply holds no results to page through', {
    hint: reply.type === 'list' ? 'it is all of them already: leave out --paginate' : 'leave out --paginate',
  });
}

function numberOf(value: AnyRequest['query'][string]): number | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  return text === undefined ? undefined : toNumber(text);
}
