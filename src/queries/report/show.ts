import type { WireObject } from '../../api/wire/read.ts';
import type { Ioc, ThreatReport } from '../../api/wire/threat-report.ts';
import { atMost } from '../../ops/at-most.ts';
import { type Cell, type Column, record, rows } from '../../spec/result.ts';
import { shownMd5 } from '../../text/md5.ts';
import { readSavedSearch } from '../../text/saved-search.ts';
import { query } from '../context.ts';
import { reportColumns, reportName, reportNameColumn, reportObject } from './columns.ts';
import { reportRefs } from './report-refs.ts';

interface IocRow extends Ioc {
  readonly report: string;
}

const iocColumns: readonly Column<IocRow>[] = [
  { field: 'kind', head: 'kind', of: (row) => row.kind, firm: true },
  {
    field: 'value',
    head: 'value',
    of: (row) => row.value,
    show: (row) => shownMd5(row.value),
    isWord: true,
    whole: true,
  },
  { field: 'report', head: 'report', of: (row) => row.report, wide: true },
];

export const reportShow = query({
  name: 'report show',
  about: 'show a threat report with its indicators',
  details:
    'Several reports are shown as a list. --iocs gives the indicators alone, one a line, for the next command.',
  group: 'feeds and reports',
  effect: 'reads',
  operands: {
    report: { kind: 'text', many: true, about: 'FEED:REPORT, the feed by id or name; - for stdin' },
  },
  options: { iocs: { kind: 'flag', about: 'the indicators, one a line' } },
  search: ['ioc', 'indicator'],
  examples: [
    { line: 'cbq report show soc:updater-implant', shows: 'what it says, and what it looks for' },
    { line: 'cbq report show soc:updater-implant --iocs', shows: 'hashes, addresses, domains and queries' },
  ],
  async run({ report, iocs }, context) {
    const { threatReports } = await context.cb();
    const turns = atMost(8);
    const refs = await reportRefs(report, context);
    const found = await Promise.all(
      refs.map((ref) => turns(() => threatReports.get(ref, { signal: context.signal }))),
    );
    if (iocs) return rows(found.flatMap(iocRows), iocColumns, { noun: 'indicators' });
    const [only] = found;
    if (only !== undefined && found.length === 1) return record(only.wire, recordColumns(only));
    return rows(
      found.map(({ wire }) => wire),
      reportColumns,
      { noun: 'reports', object: (wire) => reportObject(wire) as Readonly<Record<string, Cell>> },
    );
  },
});

function iocRows({ wire, iocs }: ThreatReport): readonly IocRow[] {
  return iocs.map((ioc) => ({ ...ioc, value: plainQuery(ioc), report: reportName(wire) }));
}

/** A query is kept as it stands in a URL; people read it decoded. */
function plainQuery({ kind, value }: Ioc): string {
  return kind.startsWith('query') ? readSavedSearch(value).query : value;
}

/** What it is comes first, what it looks for last. */
function recordColumns({ wire, iocs }: ThreatReport): readonly Column<WireObject>[] {
  const looksFor: Column<WireObject> = {
    field: 'iocs',
    head: 'indicators',
    of: (of) => of['iocs'] as Cell,
    show: () => iocs.map((ioc) => `${ioc.kind} ${shownMd5(plainQuery(ioc))}`).join(', '),
  };
  const known = [reportNameColumn, ...reportColumns.filter((column) => column !== reportNameColumn)];
  const names = new Set([...known.map(({ field }) => field), 'iocs', 'score']);
  const others = Object.keys(wire).filter((name) => !names.has(name));
  return [
    ...known,
    ...others.map((name) => ({
      field: name,
      head: name.replaceAll('_', ' '),
      of: (of: WireObject) => of[name] as Cell,
    })),
    looksFor,
  ];
}
