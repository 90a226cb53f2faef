import {
  foldAnswers,
  type Group,
  type HostAnswer,
  isLasting,
  leastFrequent,
  plainRow,
  type SharedRow,
} from '../../fleet/fold/fold-step.ts';
import { readAnswers, type WantedAnswers } from '../../fleet/fold/read-answers.ts';
import { foldHosts } from '../../fleet/hosts-folded.ts';
import type { RunStore } from '../../fleet/store/run-store.ts';
import { type Cell, type Column, type Result, rows } from '../../spec/result.ts';
import type { CommandContext } from '../context.ts';
import type { ResultsWanted } from './fleet-desk.ts';

export const allResults: ResultsWanted = {
  step: undefined,
  hosts: undefined,
  isFailed: false,
  isByHost: false,
  isRare: false,
  foldBy: undefined,
  most: undefined,
};

/** What came of a run: groups of equal answers when nothing else is said. Read before the run is closed. */
export async function resultsOf(
  store: RunStore,
  wanted: ResultsWanted,
  { runtime }: CommandContext,
): Promise<Result> {
  const counts = store.counts();
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const answers = readAnswers(store, wanted, runtime.files);
  return await answersResult(answers, wanted, { isPartial: () => counts.done < total });
}

export interface AnswersShown {
  readonly isPartial: () => boolean;
  readonly notes?: () => readonly string[];
  readonly whenEmpty?: string;
  /** All are of one step, which is known. */
  readonly isOneStep?: boolean;
}

export async function answersResult(
  answers: AsyncIterable<HostAnswer>,
  wanted: Omit<ResultsWanted, keyof WantedAnswers>,
  { isOneStep = false, ...shown }: AnswersShown,
): Promise<Result> {
  const shownOf = <T>(columns: readonly Column<T>[]) =>
    isOneStep
      ? columns.map((column) => (column.field === 'step' ? { ...column, wide: 'data' as const } : column))
      : columns;
  const rule = { fields: wanted.foldBy };
  const isFew = ({ hosts }: { readonly hosts: readonly string[] }): boolean =>
    hosts.length <= (wanted.most ?? Number.POSITIVE_INFINITY);
  if (wanted.isByHost) {
    const all: HostRow[] = [];
    for await (const { sensorId, host, step, state, detail, rows: given } of answers) {
      const base = { sensorId, host, step, state };
      if (given.length === 0 || (state !== 'done' && detail !== undefined))
        all.push({ ...base, row: undefined, detail });
      for (const row of given) all.push({ ...base, row, detail });
    }
    return rows(all, shownOf(hostColumns), { noun: 'results', ...shown });
  }
  if (wanted.isRare) {
    const found = (await leastFrequent(answers, rule)).filter(isFew);
    return rows(found, shownOf(rareColumns), { noun: 'rows', ...shown });
  }
  const groups = (await foldAnswers(answers, rule)).filter(isFew);
  return rows(groups, shownOf(groupColumns), { noun: 'results', ...shown });
}

interface HostRow {
  readonly sensorId: number;
  readonly host: string;
  readonly step: number;
  readonly state: string;
  readonly row: unknown;
  readonly detail: string | undefined;
}

const stateStyle = (state: string) => (state === 'done' ? undefined : state === 'unknown' ? 'warn' : 'bad');

const hostColumns: readonly Column<HostRow>[] = [
  { field: 'sensor_id', head: 'id', of: ({ sensorId }) => sensorId, align: 'right' },
  { field: 'hostname', head: 'hostname', of: ({ host }) => host, style: () => 'name', least: 15 },
  { field: 'step', head: 'step', of: ({ step }) => step, align: 'right' },
  {
    field: 'state',
    head: 'state',
    of: ({ state }) => state,
    style: ({ state }) => stateStyle(state),
    wide: 'data',
  },
  {
    field: 'row',
    head: 'answer',
    of: ({ row }) => row as Cell,
    show: hostText,
    plain: hostText,
    whole: true,
  },
];

function hostText({ row, detail }: HostRow): string {
  return row === undefined ? (detail ?? '') : rowText(row, isOfOneHost);
}

const whichHosts: Column<Pick<Group, 'hosts'>> = {
  field: 'hosts',
  head: 'which',
  of: ({ hosts }) => hosts,
  show: ({ hosts }) => foldHosts(hosts),
  plain: ({ hosts }) => foldHosts(hosts),
  style: () => 'name',
  least: 20,
};

const groupColumns: readonly Column<Group>[] = [
  { field: 'step', head: 'step', of: ({ step }) => step, align: 'right' },
  { field: 'count', head: 'hosts', of: ({ hosts }) => hosts.length, align: 'right' },
  {
    field: 'share',
    head: '%',
    of: ({ share }) => Math.round(share * 1000) / 10,
    align: 'right',
  },
  { field: 'state', head: 'state', of: ({ state }) => state, style: ({ state }) => stateStyle(state) },
  whichHosts,
  { field: 'sensor_ids', head: 'ids', of: ({ sensorIds }) => sensorIds, wide: 'data' },
  { field: 'detail', head: 'detail', of: ({ detail }) => detail, wide: 'data' },
  {
    field: 'rows',
    head: 'answer',
    of: ({ rows: given }) => given as readonly Cell[],
    show: answerText,
    plain: answerText,
    whole: true,
  },
];

const rareColumns: readonly Column<SharedRow>[] = [
  { field: 'step', head: 'step', of: ({ step }) => step, align: 'right' },
  { field: 'count', head: 'hosts', of: ({ hosts }) => hosts.length, align: 'right' },
  { field: 'of', head: 'of', of: ({ of }) => of, align: 'right' },
  whichHosts,
  { field: 'sensor_ids', head: 'ids', of: ({ sensorIds }) => sensorIds, wide: 'data' },
  {
    field: 'row',
    head: 'row',
    of: ({ row }) => row,
    show: ({ row }) => rowText(row),
    plain: ({ row }) => rowText(row),
    whole: true,
  },
];

const mostText = 160;
const mostOfSeveral = 80;

/** Of a group: what it failed with, or the row that others do not have; where they have each, the first. */
function answerText({ state, detail, rows: given, oddRow }: Group): string {
  if (state !== 'done' && detail !== undefined) return detail;
  const [first, ...more] = given;
  if (first === undefined) return '';
  if (more.length === 0) return rowText(first);
  const shown = (row: unknown): string => cut(rowText(row), mostOfSeveral);
  return oddRow === undefined
    ? `${given.length} rows: ${shown(first)}`
    : `${given.length} rows, among them ${shown(oddRow)}`;
}

/** Of one host alone also where a file lies here, and which process it is. */
const isOfOneHost = (field: string): boolean =>
  isLasting(field) || field === 'local' || field === 'pid' || field === 'ppid';

/** The values of a row that people look at, without their names; of hosts that are held together without what differs anyway. */
export function rowText(row: unknown, counts: (field: string) => boolean = isLasting): string {
  const told = typeof row === 'object' && row !== null && 'text' in row ? row.text : undefined;
  if (typeof told === 'string') return cut(told.trim().replace(/\s*\n\s*/g, ' | '));
  const values = Object.values(plainRow(row, counts)).filter(
    (value) => value !== null && value !== undefined && value !== '',
  );
  const text = values
    .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)))
    .join(' ');
  return cut(text);
}

function cut(text: string, most = mostText): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
