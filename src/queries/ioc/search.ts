import { hitsOf, type IndicatorHits, queryOfIndicator } from '../../ops/indicator-hits.ts';
import { savedText } from '../../ops/word-lines.ts';
import { type Column, type Result, rows } from '../../spec/result.ts';
import { type FoundIndicators, type Indicator, indicatorsIn, indicatorTypes } from '../../text/indicators.ts';
import { lastPart } from '../../text/remote-path.ts';
import { type QueryContext, query } from '../context.ts';
import { wireTime } from '../process/wire-time.ts';
import { goesOn, goOn, goOnOptions } from './go-on.ts';
import { textOfReport } from './report-text.ts';

/** In a cell of a table. */
const shownNames = 3;

const listed = <T>(of: (row: T) => Indicator): readonly Column<T>[] => [
  { field: 'type', head: 'type', of: (row) => of(row).type },
  { field: 'indicator', head: 'indicator', of: (row) => of(row).value, firm: true, style: () => 'name' },
  { field: 'query', head: 'query', of: (row) => queryOfIndicator(of(row)), wide: true },
];

const some = (
  field: string,
  head: string,
  of: (hits: IndicatorHits) => readonly string[],
): Column<IndicatorHits> => ({
  field,
  head,
  of,
  show: (hits) => {
    const all = of(hits);
    const more = all.length - shownNames;
    return all.slice(0, shownNames).join(', ') + (more > 0 ? ` and ${more} more` : '');
  },
  plain: (hits) => of(hits).join(' '),
});

const seen: readonly Column<IndicatorHits>[] = [
  ...listed(({ indicator }: IndicatorHits) => indicator),
  {
    field: 'processes',
    head: 'processes',
    of: ({ processes }) => processes,
    show: ({ processes, isMore }) => (processes === 0 ? '' : `${processes}${isMore ? '+' : ''}`),
    align: 'right',
  },
  { field: 'more', head: 'more', of: ({ isMore }) => isMore, wide: 'data' },
  some('hosts', 'hosts', ({ hosts }) => hosts),
  { ...some('names', 'programs', ({ names }) => names), drop: 2 },
  { ...some('binaries', 'binaries', ({ binaries }) => binaries), wide: true },
  { field: 'first', head: 'first', of: ({ first }) => first ?? null, as: 'iso', drop: 3 },
  { field: 'last', head: 'last', of: ({ last }) => last ?? null, as: 'iso', drop: 1 },
];

export const ioc = query({
  name: 'ioc',
  about: 'look for the indicators of a report: hashes, addresses, domains, files',
  details:
    'Takes any text, also STIX, MISP and CSV, defanged or not, and finds MD5s, SHA-256s, addresses, domains, names of files and keys of the registry in it. ' +
    'Where a text defangs, what stands plainly there is what it refers to, and is left out; so are private addresses. ' +
    'Each indicator is a row with the processes that it was seen in. --ban, --watchlist and --feed go on from there: with all that the text names, with --hits with what was seen.',
  group: 'processes',
  effect: 'reads',
  effectOf: ({ ban, watchlist }) => (ban || watchlist !== undefined ? 'changes' : 'reads'),
  question: 'own',
  operands: { file: { kind: 'localPath', about: 'the report; - for stdin' } },
  options: {
    type: {
      kind: 'list',
      choices: indicatorTypes,
      value: 'A,B',
      about: 'only these',
    },
    list: { kind: 'flag', about: 'only list what the text names: no server is asked' },
    hits: { kind: 'flag', about: 'only what was seen' },
    keepPrivate: { kind: 'flag', about: 'private addresses and those of documentation, too' },
    plain: { kind: 'flag', about: 'what stands plainly in a text that defangs, too' },
    minLastUpdate: {
      kind: 'timeMs',
      about: 'in processes with events after this time, by the clock of the sensor',
    },
    most: { kind: 'integer', value: 'N', about: 'processes of an indicator that are read; 1000 if not said' },
    ...goOnOptions,
  },
  conflicts: [
    ['list', 'hits'],
    ['list', 'ban'],
    ['list', 'watchlist'],
    ['list', 'feed'],
    ['ban', 'watchlist'],
    ['ban', 'feed'],
    ['watchlist', 'feed'],
  ],
  search: ['indicator', 'indicators', 'stix', 'misp', 'report', 'hunt', 'defang', 'threat'],
  examples: [
    { line: 'cbq ioc report.txt', shows: 'where each indicator of a report was seen' },
    { line: 'cbq ioc report.txt --list --type domain,ip', shows: 'what the report names' },
    {
      line: 'cbq ioc report.txt --hits --type md5 --jq .indicator -o tsv',
      shows: 'hashes for cbq ban add -',
    },
    {
      line: "cbq ioc report.txt --watchlist 'Report of May' --dry-run",
      shows: 'the watchlist that would look for all of them',
    },
    { line: 'cbq ioc report.txt --feed fuzzywombat', shows: 'a feed file of them, fuzzywombat.json' },
  ],
  async run({ file, type, ...input }, context) {
    const { runtime, signal } = context;
    const { files, streams } = runtime;
    const source = file === '-' ? streams.in : files.read(files.resolve(file), { signal });
    const text = textOfReport(await savedText(source, file === '-' ? 'stdin' : file, signal));
    const found = indicatorsIn(text, { keepPrivate: input.keepPrivate, keepPlain: input.plain });
    const wanted = found.indicators.filter((each) => type === undefined || type.includes(each.type));
    for (const sentence of leftOut(found)) context.note(sentence);
    const own = (each: Indicator) => each;
    if (input.list) return rows(wanted, listed(own), { noun: 'indicators' });
    if (!goesOn(input)) return await searched(wanted, input, context);
    const seen = input.hits
      ? (await sightings(wanted, input, context)).filter(({ processes }) => processes > 0)
      : [];
    const meant = input.hits ? seen.map(({ indicator }) => indicator) : wanted;
    return await goOn(meant, file === '-' ? 'stdin' : lastPart(file), input, context);
  },
});

function leftOut({ unroutable, plain, sha1 }: FoundIndicators): readonly string[] {
  return [
    ...(unroutable > 0
      ? [
          `left out: ${counted(unroutable, 'address', 'addresses')} of private networks or documentation; --keep-private takes them`,
        ]
      : []),
    ...(plain > 0
      ? [
          `left out: ${counted(plain, 'address or domain', 'addresses and domains')} not defanged; --plain takes them`,
        ]
      : []),
    ...(sha1 > 0
      ? [`not looked for: ${counted(sha1, 'SHA-1 hash', 'SHA-1 hashes')}, as the server knows none`]
      : []),
  ];
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

interface SearchedInput {
  readonly hits: boolean;
  readonly minLastUpdate: number | undefined;
  readonly most: number | undefined;
}

/** Where each was seen; a failure of one is the failure of all. */
async function sightings(
  wanted: readonly Indicator[],
  { minLastUpdate, most = 1000 }: Pick<SearchedInput, 'minLastUpdate' | 'most'>,
  { cb, runtime, signal }: QueryContext,
): Promise<readonly IndicatorHits[]> {
  const task = runtime.progress.start(`looking for ${wanted.length} indicators`);
  const params = { 'cb.min_last_update': wireTime(minLastUpdate, Math.floor) };
  const onProgress = (done: number) => task.say(`${done} of ${wanted.length} indicators`);
  try {
    return await hitsOf(await cb(), wanted, { params, most: Math.max(1, most), signal, onProgress });
  } finally {
    task.stop();
  }
}

async function searched(
  wanted: readonly Indicator[],
  input: SearchedInput,
  context: QueryContext,
): Promise<Result> {
  const all = await sightings(wanted, input, context);
  const hit = all.filter(({ processes }) => processes > 0);
  const sorted = [...hit].sort((a, b) => b.processes - a.processes);
  const shown = input.hits ? sorted : [...sorted, ...all.filter(({ processes }) => processes === 0)];
  const incomplete = all.filter(({ isIncomplete }) => isIncomplete).length;
  return rows(shown, seen, {
    noun: 'indicators',
    isPartial: () => incomplete > 0,
    notes: () => [
      ...(all.length === 0 ? [] : [`${hit.length} of ${all.length} indicators were seen`]),
      ...(incomplete === 0
        ? []
        : [`of ${incomplete} the server did not give all that there is: they may have been seen, too`]),
    ],
  });
}
