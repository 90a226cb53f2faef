import type { AttemptState, HostState, RunHost } from '../store/run-types.ts';
import { QueueFields } from './fields.ts';

/** Of whom a message tells: which run, which host, and who has it now. */
export interface Turn {
  readonly run: string;
  readonly host: number;
  readonly turn: number;
  /** The worker that has the host, and since when: another word each time that one takes it. */
  readonly holder: string;
}

/** What becomes of a host; of what it is nobody hears. */
export type HostChange = Partial<RunHost>;

export interface SaidEnd {
  readonly is: 'end';
  readonly state: Exclude<AttemptState, 'intended'>;
  readonly exitCode: number | undefined;
  readonly detail: string | undefined;
  readonly endedMs: number;
  /** Lines for `results.ndjson`, packed (packed-rows.ts). */
  readonly rows: string;
  readonly change: HostChange;
}

/** What a worker says of a host, in this order. */
export type Said =
  /** It would begin: the answer is `go`, `later` or `over`. */
  | { readonly is: 'take'; readonly machine: string; readonly pid: number }
  | { readonly is: 'host'; readonly change: HostChange }
  | { readonly is: 'begin'; readonly step: number; readonly sessionId: number; readonly startedMs: number }
  /** Nothing is sent before the answer, which is `noted` or `lost`. */
  | {
      readonly is: 'intend';
      readonly key: number;
      readonly sessionId: number;
      readonly name: string;
      readonly object: string;
    }
  /** It was not answered in time, and so not sent. */
  | { readonly is: 'unsent'; readonly key: number }
  | { readonly is: 'posted'; readonly key: number; readonly commandId: number }
  | { readonly is: 'ended'; readonly key: number }
  | {
      readonly is: 'fetched';
      readonly remote: string;
      readonly local: string;
      readonly bytes: number;
      readonly sha256: string;
    }
  | SaidEnd
  /** A session was had, and was pending for so long; undefined for one that was there. */
  | { readonly is: 'opened'; readonly pendingMs: number | undefined }
  /** There was none: the sensor did not check in as expected, or checks in at another time; all slots are taken. */
  | { readonly is: 'not now'; readonly facts: HostChange | undefined }
  | { readonly is: 'refused' }
  /** Nothing follows. */
  | { readonly is: 'over' };

/** `n`: counted in a turn from 0 on. */
export interface Message extends Turn {
  readonly n: number;
  readonly said: Said;
}

/** What the process of the run answers a worker. */
export type Told =
  | {
      readonly is: 'go';
      readonly step: number;
      readonly attempts: number;
      /** What a step in front of that one failed with. */
      readonly failure: string | undefined;
      /** Where the session is asked for just before a check-in: when that is, Unix ms, and how long it is waited for. */
      readonly checkInMs: number | undefined;
      readonly patienceMs: number | undefined;
    }
  | { readonly is: 'later'; readonly delayMs: number }
  | { readonly is: 'over' }
  | { readonly is: 'noted' }
  | { readonly is: 'lost' };

export interface QueueAnswer extends Turn {
  readonly n: number;
  /** Hash of the plan by whose key it is signed. */
  readonly plan: string;
  readonly told: Told;
}

/** Rows of a step are at most a little more than 1 MiB; what is longer is a file of the worker. */
export const mostMessage = 3 * 1024 * 1024;
export const mostAnswer = 20_000;
const mostPath = 40_000;

const turnOf = (fields: QueueFields): Turn => ({
  run: fields.text('run', 64),
  host: fields.count('host'),
  turn: fields.count('turn'),
  holder: fields.text('holder', 200),
});

export function writeMessage(message: Message): string {
  return JSON.stringify(message);
}

export function writeAnswer(answer: QueueAnswer): string {
  return JSON.stringify(answer);
}

/** Kind `BadReply`. */
export function readMessage(text: string): Message {
  const fields = QueueFields.of(text, 'a message on the queue', mostMessage);
  return { ...turnOf(fields), n: fields.count('n'), said: readSaid(fields.fields('said')) };
}

/** Kind `BadReply`. */
export function readAnswer(text: string): QueueAnswer {
  const fields = QueueFields.of(text, 'an answer on the queue', mostAnswer);
  const told = readTold(fields.fields('told'));
  return { ...turnOf(fields), n: fields.count('n'), plan: fields.text('plan', 64), told };
}

const kinds = [
  ...(['take', 'host', 'begin', 'intend', 'unsent', 'posted', 'ended', 'fetched'] as const),
  ...(['end', 'opened', 'not now', 'refused', 'over'] as const),
] as const;

function readSaid(fields: QueueFields): Said {
  const is = fields.oneOf('is', kinds);
  switch (is) {
    case 'take':
      return { is, machine: fields.text('machine'), pid: fields.count('pid') };
    case 'host':
      return { is, change: readChange(fields.fields('change')) };
    case 'begin':
      return {
        is,
        step: fields.count('step'),
        sessionId: fields.count('sessionId'),
        startedMs: fields.number('startedMs'),
      };
    case 'intend':
      return {
        is,
        key: fields.count('key'),
        sessionId: fields.count('sessionId'),
        name: fields.text('name'),
        object: fields.text('object', mostPath),
      };
    case 'posted':
      return { is, key: fields.count('key'), commandId: fields.count('commandId') };
    case 'unsent':
    case 'ended':
      return { is, key: fields.count('key') };
    case 'fetched':
      return {
        is,
        remote: fields.text('remote', mostPath),
        local: fields.text('local', mostPath),
        bytes: fields.count('bytes'),
        sha256: fields.text('sha256', 64),
      };
    case 'end':
      return readEnd(fields);
    case 'opened':
      return { is, pendingMs: fields.maybeNumber('pendingMs') };
    case 'not now':
      return { is, facts: fields.has('facts') ? readChange(fields.fields('facts')) : undefined };
    case 'refused':
    case 'over':
      return { is };
  }
}

function readEnd(fields: QueueFields): SaidEnd {
  return {
    is: 'end',
    state: fields.oneOf('state', ['done', 'failed', 'unknown', 'dropped']),
    exitCode: fields.maybeNumber('exitCode'),
    detail: fields.maybeText('detail', mostPath),
    endedMs: fields.number('endedMs'),
    rows: fields.text('rows', mostMessage),
    change: readChange(fields.fields('change')),
  };
}

/** Those that a worker can make of a host. */
const states: readonly HostState[] = ['waiting', 'opening', 'running', 'done', 'failed', 'unknown'];

function readChange(fields: QueueFields): HostChange {
  return {
    ...(fields.has('state') ? { state: fields.oneOf('state', states) } : {}),
    ...(fields.has('step') ? { step: fields.count('step') } : {}),
    ...(fields.has('detail') ? { detail: fields.text('detail', mostPath) } : { detail: undefined }),
    ...(fields.has('isOnline') ? { isOnline: fields.flag('isOnline') } : {}),
    ...(fields.has('lastCheckInMs') ? { lastCheckInMs: fields.number('lastCheckInMs') } : {}),
    ...(fields.has('nextCheckInMs') ? { nextCheckInMs: fields.number('nextCheckInMs') } : {}),
    ...(fields.has('notBeforeMs') ? { notBeforeMs: fields.number('notBeforeMs') } : {}),
    ...(fields.has('attempts') ? { attempts: fields.count('attempts') } : {}),
  };
}

function readTold(fields: QueueFields): Told {
  const is = fields.oneOf('is', ['go', 'later', 'over', 'noted', 'lost']);
  switch (is) {
    case 'go':
      return {
        is,
        step: fields.count('step'),
        attempts: fields.count('attempts'),
        failure: fields.maybeText('failure'),
        checkInMs: fields.maybeNumber('checkInMs'),
        patienceMs: fields.maybeNumber('patienceMs'),
      };
    case 'later':
      return { is, delayMs: fields.count('delayMs') };
    case 'over':
    case 'noted':
    case 'lost':
      return { is };
  }
}
