import type { Call } from '../../run/call.ts';
import type { RunOptions } from '../../run/run-call.ts';
import type { CompletionProviders } from '../../spec/completion-values.ts';
import type { CommandObjectName } from '../../spec/spec.ts';

/** A session on one sensor, with the directory one is in there. `C` is what verbs run in. Its words come from the sensor: not escaped. */
export interface ShellSession<C> {
  readonly sensorId: number;
  readonly host: string;
  /** Of the session on the server; another one once it was lost and replaced, and none where lines go to many hosts. */
  readonly id: number | undefined;
  readonly directory: string;
  /** It is a key of the registry. */
  readonly isInRegistry?: boolean | undefined;
  /** Nobody else may wait for what it is asked. */
  readonly isOurs?: boolean | undefined;
  /** The account of the server that its command objects are sent by, once one has said. */
  readonly user?: string | undefined;
  /** When it was opened, on our clock. */
  readonly openedMs?: number | undefined;
  context(run: RunOptions, call: Call<C>): C | Promise<C>;
  /** Without it nothing is checked. */
  supports?(name: CommandObjectName): boolean;
  /** Candidates for Tab that the sensor knows, by kind. Nothing is cached here. */
  readonly providers?: CompletionProviders | undefined;
  /** How long its sensor is waited for when it is left, and for so many commands before that; as usual where nobody says. */
  patienceMs?(commands: number): number;
  /** Closed if it was opened here and nobody else uses it. Never fails for what the server says. */
  leave(how: LeaveHow): Promise<void>;
}

export interface LeaveHow {
  /** It stays open. */
  readonly keep: boolean;
  readonly hurry?: AbortSignal | undefined;
  /** A sensor that is held is waited for no longer. */
  readonly until?: AbortSignal | undefined;
}

/** One of those of a shell, by the number that it has there. */
export interface SessionRef {
  readonly number: number;
  readonly host: string;
}
