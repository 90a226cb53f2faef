import type { CommandObject } from '../../api/wire/command-object.ts';
import type { ErrorKind } from '../../errors/exit-codes.ts';
import type { Post, RunHost, Step } from '../store/run-types.ts';

/** What is known of a host, on our clock. */
export interface HostFacts {
  readonly isOnline: boolean;
  readonly lastCheckInMs: number | undefined;
  readonly nextCheckInMs: number | undefined;
}

/** How a run reaches its hosts: sessions and verbs are the program's own. */
export interface HostDoor {
  /** What the server says of these hosts now; who is not in it is not there any more. */
  look(ids: ReadonlySet<number>, signal: AbortSignal): Promise<ReadonlyMap<number, HostFacts>>;
  /** Ids of the sensors on which a session is open, whoever has it. */
  busySensors(signal: AbortSignal): Promise<readonly number[]>;
  /** Opens or joins a session, once its sensor checks in. */
  open(host: RunHost, signal: AbortSignal): Promise<HostSession>;
  /** The command objects of a session; throws where the server does not tell. */
  commands(sessionId: number, signal: AbortSignal): Promise<readonly CommandObject[]>;
}

export interface HostSession {
  /** Another one once it was lost and replaced. */
  id(): number;
  /** Never throws for what the verb ends with. */
  run(step: Step, watch: StepWatch, signal: AbortSignal): Promise<StepEnd>;
  /** Never throws for what the server says. */
  leave(): Promise<void>;
}

/** Told of what a step writes; what throws keeps it from being sent. */
export interface StepWatch {
  intend(post: Omit<Post, 'commandId' | 'isEnded'>): void;
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
}
