import type { SearchParams } from '../../api/page.ts';
import { CbError } from '../../errors/cb-error.ts';
import { askingQuery } from '../../ops/query-check.ts';
import { gapNotes } from '../../ops/search-list.ts';
import { type TimeHistogram, timeHistogram } from '../../ops/time-histogram.ts';
import { type Facet, facets, type Result } from '../../spec/result.ts';
import { formatRfc3339 } from '../../text/age.ts';
import { spanWords } from '../../text/time-words.ts';
import { parseDuration } from '../../text/typed-time.ts';
import type { QueryContext } from '../context.ts';
import { pageOptions, pageTarget, writePage } from './page-options.ts';

const fields = ['start', 'last_update', 'last_server_update'];
const leastStepMs = 60_000;

export const histogramOptions = {
  histogram: {
    kind: 'text',
    value: 'FIELD[/STEP]',
    proposes: fields.flatMap((field) => [`${field}/1h`, `${field}/1d`]),
    about: 'hits over time, by start, last_update or last_server_update: start/1h',
  },
  ...pageOptions,
  html: { ...pageOptions.html, about: 'with --histogram: as a page that zooms, into this file' },
} as const;

export const histogramConflicts = (
  ['count', 'facet', 'limit', 'all', 'start', 'sort', 'parents', 'with', 'follow'] as const
).map((other) => ['histogram', other] as const);

interface HistogramInput {
  readonly histogram: string | undefined;
  readonly groupBy: string | undefined;
  readonly html: string | undefined;
  readonly force: boolean;
}

/** Kind `Usage` for options that go with `--histogram` alone. */
export function isHistogram({ histogram, html, force }: HistogramInput): boolean {
  if (histogram === undefined && (html !== undefined || force))
    throw new CbError('Usage', `${html === undefined ? '--force' : '--html'} goes with --histogram`);
  return histogram !== undefined;
}

/** Hits over time, as a chart, or as a page. */
export async function histogramOf(
  { text, params }: { readonly text: string; readonly params: SearchParams },
  input: HistogramInput,
  context: QueryContext,
): Promise<Result> {
  const { signal, runtime } = context;
  const said: string[] = [];
  const note = (sentence: string): void => {
    said.push(sentence);
    context.note(sentence);
  };
  const { field, stepMs } = wordsOf(input.histogram ?? '');
  const page = pageTarget(input.html, input.force);
  const { processes } = await context.cb();
  const task = runtime.progress.start('hits counted');
  const onProgress = (count: number): void => task.advance(count, undefined, 'items');
  let counted: TimeHistogram;
  try {
    counted = await askingQuery(text, 'process', note, () =>
      timeHistogram(processes, { params, text, field, stepMs, signal, onProgress }),
    );
  } finally {
    task.stop();
  }
  for (const each of notesOf(counted, field, input.groupBy)) note(each);
  const isPartial = (): boolean => counted.gaps.isIncomplete;
  if (page === undefined) return facets([facetOf(field, counted)], { noun: 'hits', isPartial });
  const make = () =>
    context.pages.histogram({
      name: text === '' ? 'all processes' : text,
      what: `hits by ${field}`,
      stepMs: counted.stepMs,
      counts: counted.buckets.filter(({ count }) => count > 0),
      notes: said,
    });
  return await writePage(context, page, make, { isPartial });
}

function wordsOf(typed: string): { readonly field: string; readonly stepMs: number | undefined } {
  const [, field = '', step] = /^(\w+)(?:\/(.*))?$/.exec(typed.trim()) ?? [];
  if (!fields.includes(field)) {
    throw new CbError('Usage', `--histogram wants ${fields.join(', ')}, not "${field || typed}"`, {
      hint: '--histogram start/1h',
    });
  }
  if (step === undefined) return { field, stepMs: undefined };
  const stepMs = parseDuration(step);
  if (stepMs === undefined || stepMs < leastStepMs || stepMs % 1000 !== 0) {
    throw new CbError('Usage', `--histogram wants a step of 1m or more, not "${step}"`, {
      hint: `--histogram ${field}/1h`,
    });
  }
  return { field, stepMs };
}

/** What the counts are not. */
function notesOf(
  { undated, hasMoved, gaps, buckets }: TimeHistogram,
  field: string,
  groupBy: string | undefined,
): readonly string[] {
  const isEmpty = buckets.length === 0;
  return [
    ...(isEmpty
      ? []
      : [
          groupBy === undefined
            ? 'segments are counted: a process may have several'
            : 'estimates: the server counts what it groups, and there may be fewer',
        ]),
    ...(undated > 0
      ? [`${undated} ${undated === 1 ? 'hit has' : 'hits have'} no ${field}: not counted`]
      : []),
    ...(hasMoved ? ['estimates: hits came or went while they were counted'] : []),
    ...gapNotes(gaps),
  ];
}

function facetOf(field: string, { buckets, stepMs }: TimeHistogram): Facet {
  const largest = buckets.reduce((most, { count }) => Math.max(most, count), 1);
  const sum = Math.max(
    1,
    buckets.reduce((all, { count }) => all + count, 0),
  );
  return {
    field,
    over: { stepMs, stepWords: spanWords(stepMs) },
    entries: buckets.map(({ fromMs, count: value }) => {
      const name = formatRfc3339(fromMs);
      const percent = Math.round((value / largest) * 100);
      const ratio = ((value / sum) * 100).toFixed(1);
      return { name, value, percent, ratio, wire: { name, value, percent, ratio } };
    }),
  };
}
