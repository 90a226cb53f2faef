import type { CommandObject } from '../../api/wire/command-object.ts';
import type { ErrorKind } from '../../errors/exit-codes.ts';
import type { Post, RunHost, Step } from '../store/run-types.ts';

/** What is known of a host, on our clock. */
export interface HostFacts {
  readonly isOnline: boolean;
  readonly lastCheckInMs: number | undefined;
  readonly nextCheckInMs: number | undefined;
  /** How far the server's clock was taken to be ahead of ours for that; undefined where nobody knew. */
  readonly aheadMs?: number | undefined;
}

/** How a run reaches its hosts: sessions and verbs are the program's own. */
export interface HostDoor {
  /** How far the server's clock is ahead of ours, as is known now. */
  readonly aheadMs?: number | undefined;
  /** What the server says of these hosts now; who is not in it is not there any more. Of a few each is asked for by itself. */
  look(ids: ReadonlySet<number>, signal: AbortSignal): Promise<ReadonlyMap<number, HostFacts>>;
  /** Ids of the sensors on which a session is open, whoever has it. */
  busySensors(signal: AbortSignal): Promise<readonly number[]>;
  /** Opens or joins a session, once its sensor checks in. `NotNow` where it will not do so as `aim` says. */
  open(host: RunHost, signal: AbortSignal, aim?: Aim): Promise<HostSession>;
  /** It only looks, though it leaves a trace: done twice it does no harm. */
  readonly mayRepeat: (step: Pick<Step, 'verb'>) => boolean;
  /** The command objects of a session; throws where the server does not tell. */
  commands(sessionId: number, signal: AbortSignal): Promise<readonly CommandObject[]>;
}

/** The check-in that a session is asked for. */
export interface Aim {
  /** Unix ms, on our clock. */
  readonly checkInMs: number;
  /** Behind it the session is given up again: it holds a slot. */
  readonly patienceMs: number;
}

/** The sensor checks in at another time than was thought, or did not: there is no session, and it is no failure. */
export class NotNow extends Error {
  /** What its server says now; undefined where it was waited for in vain. */
  readonly facts: HostFacts | undefined;

  constructor(facts: HostFacts | undefined) {
    super(facts === undefined ? 'it did not check in as expected' : 'it checks in at another time');
    this.facts = facts;
  }
}

export interface HostSession {
  /** How long it was pending; undefined for one that was there. */
  readonly pendingMs?: number | undefined;
  /** Another one once it was lost and replaced. */
  id(): number;
  /** Never throws for what the verb ends with. */
  run(step: Step, watch: StepWatch, signal: AbortSignal): Promise<StepEnd>;
  /** Never throws for what the server says. */
  leave(): Promise<void>;
}

/** Told of what a step writes; what throws keeps it from being sent. */
export interface StepWatch {
  /** Resolves once it may be sent. */
  intend(post: Omit<Post, 'commandId' | 'isEnded'>): void | Promise<void>;
  posted(key: number, commandId: number): void;
  ended(key: number): void;
  fetched(file: { remote: string; local: string; bytes: number; sha256: string }): void;
}

export interface StepEnd {
  readonly exitCode: number;
  readonly kind: ErrorKind | undefined;
  /** What it failed with. */
  readonly message: string | undefined;
  /** It says itself that a write may be done all the same. */
  readonly mayBeDone: boolean;
  /** Lines for `results.ndjson`. */
  readonly rows: Uint8Array;
  /** Nothing was to be done on this host; `message` says why. */
  readonly isSkipped?: boolean | undefined;
}
