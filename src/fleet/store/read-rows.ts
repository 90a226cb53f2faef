import type { Effect } from '../../spec/spec.ts';
import { toNumber, toText } from '../../text/number.ts';
import type { Attempt, AttemptState, HostState, Post, Run, RunHost, RunRules, Wish } from './run-types.ts';

type Row = Readonly<Record<string, unknown>>;

const number = (row: Row, column: string): number => toNumber(row[column]) ?? 0;
const maybe = (row: Row, column: string): number | undefined => toNumber(row[column] ?? undefined);
const text = (row: Row, column: string): string => toText(row[column]) ?? '';
const maybeText = (row: Row, column: string): string | undefined =>
  row[column] === null ? undefined : text(row, column);

export function readRun(row: Row, steps: readonly Row[]): Run {
  return {
    line: text(row, 'line'),
    profile: text(row, 'profile'),
    server: text(row, 'server'),
    directory: text(row, 'directory'),
    createdMs: number(row, 'created_ms'),
    expiresMs: number(row, 'expires_ms'),
    rules: JSON.parse(text(row, 'rules')) as RunRules,
    wish: wishIn(row),
    pauseReason: maybeText(row, 'pause_reason'),
    canaryOk: number(row, 'canary_ok') === 1,
    forgiven: number(row, 'forgiven'),
    owner:
      row['owner'] === null
        ? undefined
        : {
            pid: number(row, 'owner_pid'),
            machine: text(row, 'owner_machine'),
            sinceMs: number(row, 'owner_since_ms'),
            heardMs: number(row, 'owner_heard_ms'),
          },
    steps: steps.map((step) => ({
      number: number(step, 'number'),
      line: text(step, 'line'),
      verb: text(step, 'verb'),
      effect: text(step, 'effect') as Effect,
      isOneWrite: number(step, 'is_one_write') === 1,
    })),
  };
}

export function wishIn(row: Row): Wish {
  return text(row, 'wish') as Wish;
}

export function readHost(row: Row): RunHost {
  return {
    id: number(row, 'id'),
    name: text(row, 'name'),
    os: text(row, 'os'),
    groupId: maybe(row, 'group_id'),
    place: number(row, 'place'),
    isCanary: number(row, 'is_canary') === 1,
    state: text(row, 'state') as HostState,
    step: number(row, 'step'),
    detail: maybeText(row, 'detail'),
    isOnline: number(row, 'is_online') === 1,
    lastCheckInMs: maybe(row, 'last_check_in_ms'),
    nextCheckInMs: maybe(row, 'next_check_in_ms'),
    notBeforeMs: number(row, 'not_before_ms'),
    attempts: number(row, 'attempts'),
  };
}

export function readAttempt(row: Row): Attempt {
  return {
    id: number(row, 'id'),
    host: number(row, 'host'),
    step: number(row, 'step'),
    state: text(row, 'state') as AttemptState,
    writes: number(row, 'writes') === 1,
    sessionId: number(row, 'session_id'),
    startedMs: number(row, 'started_ms'),
    endedMs: maybe(row, 'ended_ms'),
    exitCode: maybe(row, 'exit_code'),
    detail: maybeText(row, 'detail'),
    offset: number(row, 'offset'),
    length: number(row, 'length'),
  };
}

export function readPost(row: Row): Post {
  return {
    key: number(row, 'key'),
    sessionId: number(row, 'session_id'),
    name: text(row, 'name'),
    object: text(row, 'object'),
    commandId: maybe(row, 'command_id'),
    isEnded: number(row, 'is_ended') === 1,
  };
}
