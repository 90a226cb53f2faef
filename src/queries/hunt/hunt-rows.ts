import type { SearchParams } from '../../api/page.ts';
import type { WireObject } from '../../api/wire/read.ts';
import { type Bulk, type Done, startBulk } from '../../ops/bulk.ts';
import { askHuntQuery, type HuntAnswer } from '../../ops/hunt/ask-query.ts';
import type { HuntQuery } from '../../ops/hunt/hunt-query.ts';
import { type Cell, type Column, type Result, rows } from '../../spec/result.ts';
import { toText } from '../../text/number.ts';
import { lastPart } from '../../text/remote-path.ts';
import { columnOver } from '../../views/column-over.ts';
import { processColumn, processColumns } from '../../views/process-columns.ts';
import type { QueryContext } from '../context.ts';

export interface Hunt {
  readonly questions: readonly HuntQuery[];
  /** How many could not be asked. */
  readonly refused: number;
  readonly filters: readonly string[];
  readonly params: SearchParams;
  readonly most: number;
  readonly jobs: number;
}

interface Hit {
  readonly question: HuntQuery;
  readonly wire: WireObject;
}

const wireOf = ({ wire }: Hit): WireObject => wire;
const shownFields: ReadonlySet<string> = new Set(Object.values(processColumn).map(({ field }) => field));

export const huntColumns: readonly Column<Hit>[] = [
  { field: 'source', head: 'source', of: ({ question }) => question.source, drop: 1 },
  { field: 'query', head: 'query', of: ({ question }) => question.name, style: () => 'name', least: 14 },
  {
    ...columnOver(processColumn.start, wireOf),
    of: ({ wire }) => (wire['start'] ?? wire['server_added_timestamp']) as Cell,
    drop: 2,
  },
  columnOver(processColumn.hostname, wireOf),
  { ...columnOver(processColumn.name, wireOf), of: (hit) => nameOf(hit.wire) },
  columnOver(processColumn.commandLine, wireOf),
  { ...columnOver(processColumn.id, wireOf), of: ({ wire }) => (wire['id'] ?? wire['md5']) as Cell },
  { field: 'index', head: 'index', of: ({ question }) => question.index, wide: true },
  ...processColumns
    .filter(({ field }) => !shownFields.has(field))
    .map((column) => columnOver(column, wireOf)),
];

/** Of a binary the name that it was seen under. */
function nameOf(wire: WireObject): Cell {
  if (wire['process_name'] !== undefined) return wire['process_name'] as Cell;
  const seen = wire['observed_filename'];
  const first = toText(Array.isArray(seen) ? seen[0] : seen);
  return first === undefined ? null : lastPart(first);
}

interface Asked {
  readonly bulk: Bulk<HuntQuery>;
  /** What came of those that were asked. */
  readonly answers: Map<HuntQuery, HuntAnswer>;
}

async function ask({ questions, filters, params, most, jobs }: Hunt, context: QueryContext): Promise<Asked> {
  const cb = await context.cb();
  const answers = new Map<HuntQuery, HuntAnswer>();
  const bulk = startBulk(
    {
      items: questions,
      noun: 'questions',
      verb: 'asked',
      atMost: jobs,
      async act(question, signal) {
        answers.set(question, await askHuntQuery(cb, question, { filters, params, most, signal }));
        return { outcome: 'done' };
      },
    },
    { ...context, dryRun: false },
  );
  return { bulk, answers };
}

/** Each hit with the question that found it, in the order of the questions. */
export async function huntRows(hunt: Hunt, context: QueryContext): Promise<Result> {
  const { bulk, answers } = await ask(hunt, context);
  const tally = new HuntTally(hunt);
  const hits = async function* (): AsyncGenerator<Hit> {
    for await (const done of bulk.rows) {
      const answer = answers.get(done.item);
      tally.add(done, answer);
      // What was shown is not kept.
      answers.delete(done.item);
      for (const wire of answer?.hits ?? []) yield { question: done.item, wire };
    }
    tally.mustNotBeNothing();
  };
  return rows(hits(), huntColumns, {
    noun: 'hits',
    isLong: true,
    drains: true,
    object: ({ question, wire }) =>
      ({ source: question.source, query: question.name, index: question.index, ...wire }) as Readonly<
        Record<string, Cell>
      >,
    notes: () => tally.notes(),
    isPartial: () => tally.isPartial,
    whenEmpty: '',
  });
}

interface Summed {
  readonly done: Done<HuntQuery>;
  readonly answer: HuntAnswer | undefined;
}

const summaryColumns: readonly Column<Summed>[] = [
  { field: 'source', head: 'source', of: ({ done }) => done.item.source, drop: 2 },
  { field: 'query', head: 'query', of: ({ done }) => done.item.name, style: () => 'name', least: 20 },
  {
    field: 'hits',
    head: 'hits',
    of: ({ answer }) => answer?.hits.length ?? null,
    show: ({ answer }) => (answer === undefined ? '?' : `${answer.hits.length}${answer.isMore ? '+' : ''}`),
    align: 'right',
  },
  { field: 'more', head: 'more', of: ({ answer }) => answer?.isMore ?? null, wide: 'data' },
  { field: 'hosts', head: 'hosts', of: ({ answer }) => answer?.hosts.size ?? null, align: 'right' },
  { field: 'first', head: 'first', of: ({ answer }) => answer?.first ?? null, as: 'iso' },
  { field: 'last', head: 'last', of: ({ answer }) => answer?.last ?? null, as: 'iso' },
  { field: 'match', head: 'match', of: ({ done }) => done.item.match, wide: true },
  { field: 'text', head: 'asked', of: ({ done }) => done.item.queries.join(' or '), wide: true },
  {
    field: 'detail',
    head: '',
    of: ({ done: { outcome } }) => (typeof outcome === 'object' ? messageOf(outcome.failed) : null),
    whole: true,
  },
];

/** A row for each question. */
export async function summaryRows(hunt: Hunt, context: QueryContext): Promise<Result> {
  const { bulk, answers } = await ask(hunt, context);
  const tally = new HuntTally(hunt);
  const all = async function* (): AsyncGenerator<Summed> {
    for await (const done of bulk.rows) {
      const answer = answers.get(done.item);
      tally.add(done, answer);
      answers.delete(done.item);
      yield { done, answer };
    }
  };
  return rows(all(), summaryColumns, {
    noun: 'questions',
    isLong: true,
    drains: true,
    toldBy: 'detail',
    outcome: ({ done }) => done.outcome,
    notes: () => tally.notes(),
    isPartial: () => tally.isPartial,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Failures that are told one by one. */
const toldFailures = 5;

/** What is said of a hunt once it is over. */
class HuntTally {
  readonly #hunt: Hunt;
  readonly #failures: { readonly question: HuntQuery; readonly error: unknown }[] = [];
  readonly #hosts = new Set<string>();
  #ended = 0;
  #hit = 0;
  #hits = 0;
  #more = 0;
  #notMeant = 0;
  #incomplete = 0;

  constructor(hunt: Hunt) {
    this.#hunt = hunt;
  }

  add({ item, outcome }: Done<HuntQuery>, answer: HuntAnswer | undefined): void {
    this.#ended += 1;
    if (typeof outcome === 'object') this.#failures.push({ question: item, error: outcome.failed });
    if (answer === undefined) return;
    const { hits, hosts, isMore, notMeant, isIncomplete } = answer;
    if (hits.length > 0) this.#hit += 1;
    this.#hits += hits.length;
    for (const host of hosts) this.#hosts.add(host);
    if (isMore) this.#more += 1;
    if (isIncomplete) this.#incomplete += 1;
    this.#notMeant += notMeant;
  }

  /** Not all that was meant was asked and answered. */
  get isPartial(): boolean {
    return this.#hunt.refused > 0 || this.#failures.length > 0 || this.#incomplete > 0;
  }

  /** Where every question failed there is no answer at all: the first failure says why. */
  mustNotBeNothing(): void {
    const [first] = this.#failures;
    if (first !== undefined && this.#failures.length === this.#hunt.questions.length) throw first.error;
  }

  notes(): readonly string[] {
    const count = (many: number, one: string) =>
      `${many.toLocaleString('en-US')} ${one}${many === 1 ? '' : 's'}`;
    const found = `${this.#hit} of ${count(this.#ended, 'question')} found something`;
    const told = this.#failures.slice(0, toldFailures);
    const untold = this.#failures.length - told.length;
    return [
      this.#hits === 0
        ? found
        : `${found}: ${count(this.#hits, 'hit')} on ${count(this.#hosts.size, 'host')}`,
      ...(this.#more === 0
        ? []
        : [`of ${count(this.#more, 'question')} there is more than was read; --most reads more`]),
      ...(this.#notMeant === 0
        ? []
        : [`${this.#notMeant} left out: a query is wider than its rule, and they are not what it means`]),
      ...(this.#incomplete === 0
        ? []
        : [
            `of ${count(this.#incomplete, 'question')} the server did not give all that there is: there may be more`,
          ]),
      ...told.map(
        ({ question, error }) => `failed: ${question.source} "${question.name}": ${messageOf(error)}`,
      ),
      ...(untold > 0 ? [`failed: ${untold} more; --summary shows all of them`] : []),
    ];
  }
}
