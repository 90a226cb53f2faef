import type { Host } from '../../fleet/host.ts';
import type { Targets } from '../../fleet/targets/resolve-targets.ts';
import { checkInWords } from '../../ops/sensor-words.ts';
import { type Column, type Result, rows } from '../../spec/result.ts';

/** A host, or a word that names none. */
interface Row {
  readonly host: Host | undefined;
  readonly typed: string;
  readonly problem: string | undefined;
  readonly failure: unknown;
}

/** Which hosts targets mean, and which words mean none. `nowMs` is by the server's clock. */
export function targetRows(targets: Targets, nowMs: number): Result {
  return rows(rowsOf(targets), columnsAt(nowMs), {
    noun: 'hosts',
    isLong: true,
    outcome: ({ failure, problem }) =>
      failure !== undefined ? { failed: failure } : problem === undefined ? 'done' : undefined,
    toldBy: 'problem',
    notes: () => [targetsSentence(targets)],
  });
}

function rowsOf({ hosts, unfit, faults }: Targets): readonly Row[] {
  const row = (host: Host): Row => ({ host, typed: host.name, problem: host.unfit, failure: undefined });
  return [
    ...hosts.map(row),
    ...unfit.map(row),
    ...faults.map(
      ({ typed, error }): Row => ({ host: undefined, typed, problem: error.message, failure: error }),
    ),
  ];
}

/** `41 hosts: 30 online, 11 not; 2 left out`. */
export function targetsSentence({ hosts, unfit, faults, cutFrom }: Targets): string {
  const online = hosts.filter(({ isOnline }) => isOnline).length;
  const counted = `${hosts.length} ${hosts.length === 1 ? 'host' : 'hosts'}: ${online} online, ${hosts.length - online} not`;
  return [
    `${counted}${cutFrom === undefined ? '' : `, of ${cutFrom} that are meant`}`,
    ...(unfit.length === 0 ? [] : [`${unfit.length} left out, as no session can be had there`]),
    ...(faults.length === 0 ? [] : [`${faults.length} named wrongly`]),
  ].join('; ');
}

const columnsAt = (nowMs: number): readonly Column<Row>[] => [
  { field: 'sensor_id', head: 'id', of: ({ host }) => host?.id, align: 'right' },
  { field: 'hostname', head: 'hostname', of: ({ typed }) => typed, style: () => 'name', least: 15 },
  {
    field: 'status',
    head: 'status',
    of: ({ host }) => host?.status,
    style: ({ host }) => (host?.isOnline === true ? 'ok' : 'dim'),
  },
  { field: 'os', head: 'system', of: ({ host }) => host?.os, drop: 2 },
  { field: 'addresses', head: 'addresses', of: ({ host }) => host?.addresses, as: 'flags', drop: 1 },
  { field: 'group_id', head: 'group id', of: ({ host }) => host?.groupId, wide: true },
  {
    field: 'check_in',
    head: 'check-in',
    of: ({ host }) => (host === undefined ? undefined : checkInWords(host, nowMs)),
    drop: 3,
  },
  { field: 'problem', head: '', of: ({ problem }) => problem, style: () => 'bad', whole: true },
];
