import type { Effect } from '../../spec/spec.ts';

/** A step of a run: one verb, on each of its hosts. */
export interface Step {
  /** From 1 on. */
  readonly number: number;
  /** As it was typed. */
  readonly line: string;
  readonly verb: string;
  readonly effect: Effect;
  /** One command object is all that it writes: where that is done, so is the step. */
  readonly isOneWrite: boolean;
}

export type HostOrder = 'checkin' | 'name' | 'random';

/** How a run is worked on. Times in ms. */
export interface RunRules {
  /** So many hosts first, and then a question; 0 for none. */
  readonly canary: number;
  /** Failed hosts after which no further one is begun: a number, or with `%` a share of all. */
  readonly stopAfter: string | undefined;
  /** Sessions at once; undefined: learnt. */
  readonly slots: number | undefined;
  /** Hosts begun a minute, at most. */
  readonly perMinute: number | undefined;
  /** For one host. */
  readonly deadlineMs: number | undefined;
  readonly order: HostOrder;
  /** A host goes on behind a step that failed. */
  readonly keepGoing: boolean;
  /** Steps come while it is worked on, and each is done on a host whatever came of others there: that of a fleet shell. */
  readonly grows?: boolean | undefined;
  /** Of a run by a playbook, which lies in the folder of the run. */
  readonly playbook?: PlaybookRules | undefined;
}

export interface PlaybookRules {
  readonly name: string;
  /** Numbers of steps behind which a host goes on though they failed. */
  readonly goesOn: readonly number[];
  /** From this step on it is cleanup, which is done whatever happened before; undefined for none. */
  readonly cleanupFrom: number | undefined;
  /** They are asked for by whoever goes on with it. */
  readonly secrets: readonly string[];
}

export interface NewRun {
  /** Secrets as `***`. */
  readonly line: string;
  readonly profile: string;
  readonly server: string;
  /** Where local files of steps are looked for. */
  readonly directory: string;
  readonly createdMs: number;
  /** How long hosts that are offline are waited for. */
  readonly expiresMs: number;
  readonly rules: RunRules;
  readonly steps: readonly Step[];
}

/** What somebody wants of it. */
export type Wish = 'run' | 'pause' | 'cancel';

export interface Run extends NewRun {
  readonly wish: Wish;
  /** Why it was paused, where nobody asked for it. */
  readonly pauseReason: string | undefined;
  readonly canaryOk: boolean;
  /** Failures up to here do not count for `stopAfter`. */
  readonly forgiven: number;
  readonly owner: Owner | undefined;
}

export interface Owner {
  readonly pid: number;
  readonly machine: string;
  /** When it took the run, and when it was last heard, Unix ms. */
  readonly sinceMs: number;
  readonly heardMs: number;
}

/**
 * waiting: not begun, or to be gone on with; opening: its session is asked for; running; the others are ends, which only `retry` takes
 * back: unknown where nobody knows what a write did.
 */
export type HostState =
  | 'waiting'
  | 'opening'
  | 'running'
  | 'done'
  | 'failed'
  | 'unknown'
  | 'expired'
  | 'skipped';

export interface RunHost {
  readonly id: number;
  readonly name: string;
  readonly os: string;
  readonly groupId: number | undefined;
  /** In the order of the run. */
  readonly place: number;
  readonly isCanary: boolean;
  readonly state: HostState;
  /** The step that is next, or under way. */
  readonly step: number;
  /** Why it is as it is. */
  readonly detail: string | undefined;
  readonly isOnline: boolean;
  /** On our clock, Unix ms. */
  readonly lastCheckInMs: number | undefined;
  readonly nextCheckInMs: number | undefined;
  /** Not before that time. */
  readonly notBeforeMs: number;
  readonly attempts: number;
}

/** `skipped`: what the playbook asks about was not so on this host. */
export type AttemptState = 'intended' | 'done' | 'failed' | 'unknown' | 'dropped' | 'skipped';

/** One time that a step was done on a host. */
export interface Attempt {
  readonly id: number;
  readonly host: number;
  readonly step: number;
  readonly state: AttemptState;
  readonly writes: boolean;
  readonly sessionId: number;
  readonly startedMs: number;
  readonly endedMs: number | undefined;
  readonly exitCode: number | undefined;
  readonly detail: string | undefined;
  /** Where its rows are in `results.ndjson`. */
  readonly offset: number;
  readonly length: number;
}

/** A write that was about to be sent. */
export interface Post {
  readonly key: number;
  readonly sessionId: number;
  readonly name: string;
  readonly object: string;
  /** Of the command object, once the server has said. */
  readonly commandId: number | undefined;
  readonly isEnded: boolean;
}
