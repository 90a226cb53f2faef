import type { ThreatReport } from '../../api/wire/threat-report.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { atMost } from '../../ops/at-most.ts';
import { proven } from '../../ops/proven.ts';
import { type Result, rows } from '../../spec/result.ts';
import { bulkChunks } from '../../views/bulk-rows.ts';
import type { QueryContext } from '../context.ts';
import { everyHit } from '../index-search.ts';
import { completeQuery, forceOption } from '../search-options.ts';
import { reportColumns, reportName } from './columns.ts';
import { namedReports } from './report-refs.ts';
import { ofFeed } from './search.ts';

/** Reports in one request. */
const atOnce = 500;

interface ReportChoice {
  readonly report: readonly string[];
  readonly query: string | undefined;
  readonly feed: string | undefined;
  readonly force: boolean;
}

/** They are all that match something: nobody has named them one by one. */
function areReportsByQuery({ query, feed }: Pick<ReportChoice, 'query' | 'feed'>): boolean {
  return query !== undefined || feed !== undefined;
}

/** The same of both commands. */
export const ignoring = {
  details:
    'One or many by name, or all that match a query, are of a feed, or both: then it says how many there are and asks, or wants --yes without a terminal.',
  group: 'feeds and reports',
  effect: 'changes',
  effectOf: (choice: Pick<ReportChoice, 'query' | 'feed'>) =>
    areReportsByQuery(choice) ? 'destroys' : 'changes',
  question: 'own',
  operands: {
    report: {
      kind: 'text',
      many: true,
      optional: true,
      about: 'FEED:REPORT, the feed by id or name; - for stdin',
    },
  },
  options: {
    query: { kind: 'text', value: 'Q', about: 'all that match this query' },
    feed: { kind: 'feed', value: 'F', about: 'all of this feed, or of those that match' },
    force: forceOption,
  },
  search: ['false positive', 'noise'],
  complete: { query: completeQuery('report') },
} as const;

interface Item {
  readonly report: ThreatReport;
  /** It could not be read. */
  readonly failed?: unknown;
}

interface Chosen {
  readonly items: readonly Item[];
  /** There may be more that match. */
  readonly isPartial: boolean;
}

const shown = new Set(['title', 'feed_name', 'report']);

/** Marks threat reports as ignored or takes the mark away: those named, or, after a question, all that a query finds. */
export async function setIgnored(
  choice: ReportChoice,
  isWanted: boolean,
  context: QueryContext,
): Promise<Result> {
  const { items, isPartial } = await chosen(choice, context);
  const { threatReports } = await context.cb();
  const noun = 'reports';
  if (areReportsByQuery(choice)) {
    if (items.length === 0) return rows([], [], { noun, isPartial: () => isPartial });
    const open = items.filter(({ report }) => report.isIgnored !== isWanted);
    if (open.length > 0) await context.ask.confirm(question(items, open.length, isWanted));
  }
  return bulkChunks(
    {
      items,
      isPartial,
      noun,
      verb: isWanted ? 'ignored' : 'no longer ignored',
      size: atOnce,
      columns: reportColumns
        .filter(({ field }) => shown.has(field))
        .map(
          ({
            of,
            show: _show,
            lines: _lines,
            style: _style,
            plain: _plain,
            localFile: _file,
            ...column
          }) => ({
            ...column,
            of: ({ report }: Item) => of(report.wire),
          }),
        ),
      async act(some, signal) {
        const open = some.filter(
          ({ report, failed }) => failed === undefined && report.isIgnored !== isWanted,
        );
        const reports = open.map(({ report }) => report);
        const turns = atMost(8);
        const isSo = async (): Promise<boolean> => {
          const looks = reports.map((each) => turns(() => threatReports.get(each, { signal })));
          return (await Promise.all(looks)).every(({ isIgnored }) => isIgnored === isWanted);
        };
        const write = () => threatReports.setIgnored(reports, isWanted, { signal });
        const refused =
          reports.length === 0
            ? undefined
            : await proven(write, isSo).then(
                () => undefined,
                (error: unknown) => {
                  if (signal.aborted) throw error;
                  return { failed: error };
                },
              );
        return some.map((item) => {
          if (item.failed !== undefined) return { outcome: { failed: item.failed } };
          return { outcome: item.report.isIgnored === isWanted ? 'same' : (refused ?? 'done') };
        });
      },
    },
    context,
  );
}

function question(items: readonly Item[], open: number, isWanted: boolean): string {
  const feeds = new Set(items.map(({ report }) => report.feedId)).size;
  const same = items.length - open;
  const already =
    same === 0
      ? ''
      : `, ${same.toLocaleString('en-US')} of them ${isWanted ? 'ignored' : 'not ignored'} already`;
  const [them, their] = items.length === 1 ? ['it', 'its'] : ['them', 'their'];
  const what = isWanted
    ? `ignore ${them}, so that ${their} hits raise no alert`
    : `let ${their} hits raise alerts again`;
  const count = `${items.length.toLocaleString('en-US')} ${items.length === 1 ? 'report' : 'reports'}`;
  return `${count} of ${feeds} ${feeds === 1 ? 'feed' : 'feeds'} match${items.length === 1 ? 'es' : ''}${already}: ${what}?`;
}

async function chosen(choice: ReportChoice, context: QueryContext): Promise<Chosen> {
  const { report, query, feed, force } = choice;
  const { threatReports } = await context.cb();
  const { signal } = context;
  if (areReportsByQuery(choice)) {
    if (report.length > 0) {
      throw new CbError(
        'Usage',
        `name reports, or a ${query === undefined ? '--feed' : '--query'}, not both`,
      );
    }
    const look = { name: 'report', key: reportName, noun: 'reports', sort: 'create_time asc' } as const;
    const filters = await ofFeed(feed, context);
    const found = await everyHit(threatReports, { query, filters, force }, look, context);
    return { ...found, items: found.hits.map((wire) => ({ report: threatReports.read(wire) })) };
  }
  if (report.length === 0) {
    throw new CbError('Usage', 'no report was given', {
      hint: 'name some, or all that match with --query Q or --feed F',
    });
  }
  const turns = atMost(8);
  const items = await Promise.all(
    (await namedReports(report, context)).map(({ ref, failed }) =>
      turns(async (): Promise<Item> => {
        const unread = () => threatReports.read({ id: ref.id, feed_id: ref.feedId });
        if (failed !== undefined) return { report: unread(), failed };
        try {
          return { report: await threatReports.get(ref, { signal }) };
        } catch (error) {
          if (!isCbError(error, 'NotFound')) throw error;
          return { report: unread(), failed: error };
        }
      }),
    ),
  );
  return { items, isPartial: false };
}
