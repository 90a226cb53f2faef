import type { Cb } from '../api/client.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';
import type { Result } from '../spec/result.ts';
import { specFor } from '../spec/spec.ts';

/** What a `cblr` command outside a session gets to work with. Nothing here is made before it is asked for. */
export interface CommandContext {
  readonly runtime: Runtime;
  readonly globals: Partial<Globals>;
  readonly signal: AbortSignal;
  readonly dryRun: boolean;
  readonly note: (text: string) => void;
  /** The server of the profile in use. */
  cb(): Promise<Cb>;
  /** What only the program itself can start. */
  readonly program: ProgramServices;
}

export interface ProgramServices {
  /** Opens a session on the sensor and runs a shell or the given lines in it, to the end. */
  connect(request: ConnectRequest): Promise<Result>;
  /** Serves the lab until the signal. */
  serveLab(words: readonly string[]): Promise<Result>;
  completionScript(shell: 'bash' | 'zsh' | 'fish' | 'powershell'): Promise<string>;
}

export interface ConnectRequest {
  readonly sensor: string;
  /** Statements to run instead of reading them. */
  readonly commands: string | undefined;
  /** A local file with lines to run. */
  readonly script: string | undefined;
  readonly keepGoing: boolean;
  readonly keep: boolean;
  readonly allowLocal: boolean;
  /** ms; `true` for the default, undefined for a sensor that must be online. */
  readonly wait: number | true | undefined;
  readonly timeouts: {
    readonly checkin_timeout?: number;
    readonly session_timeout?: number;
    readonly sensor_wait_timeout?: number;
    readonly default_command_timeout?: number;
    readonly storage_ttl?: number;
  };
}

/** A command as one literal. */
export const command = specFor<CommandContext>();
