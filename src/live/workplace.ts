import { CbError, isCbError } from '../errors/cb-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { RemotePaths } from '../text/remote-path.ts';
import type { Recorder } from '../transcript/recorder.ts';
import type { Background } from './background.ts';
import type { CommandOptions, WriteOptions } from './command-options.ts';
import type { CommandRunner, EndedCommand } from './command-runner.ts';
import type { LiveServer } from './server.ts';
import type { LiveSession } from './session.ts';

/** What every service of the engine works with. */
export interface Workplace {
  readonly server: LiveServer;
  readonly session: LiveSession;
  readonly runner: CommandRunner;
  readonly paths: RemotePaths;
  /** How this sensor takes names that Windows reads otherwise. */
  readonly exact: ExactOperands;
  readonly clock: Clock;
  readonly files: LocalFiles;
  readonly background: Background;
  readonly note: (text: string) => void;
  readonly recorder: Recorder;
}

export interface ExactOperands {
  /** The operand by which the sensor means the very object; the path itself where there is but one reading. */
  operand(work: Workplace, path: string, signal: AbortSignal): Promise<string>;
  /** The same for what is to be made. Where nobody knows yet what the sensor would make of it, it is `Usage`. */
  newOperand(work: Workplace, path: string, signal: AbortSignal): Promise<string>;
}

/** Options of a call that only reads or that writes, by its name in errors. */
export function reading(what: string, signal: AbortSignal, more: MoreOptions = {}): CommandOptions {
  return { what, effect: 'reads', signal, ...more };
}

export function writing(
  what: string,
  { signal, dryRun }: WriteOptions,
  more: MoreOptions = {},
): CommandOptions {
  return { what, effect: 'writes', signal, dryRun, ...more };
}

/** What `reading` and `writing` do not say by themselves. */
export type MoreOptions = Partial<Omit<CommandOptions, 'what' | 'effect' | 'signal' | 'dryRun'>>;

/** Runs a command that a dry run never holds back. */
export async function readCommand(
  work: Workplace,
  request: Parameters<CommandRunner['run']>[0],
  options: CommandOptions,
): Promise<EndedCommand> {
  const ended = await work.runner.run(request, options);
  if (!ended.sent) throw new TypeError(`${request.name} was held back though it reads`);
  return ended;
}

/** The error for a transfer whose session ended under it; any other error as it is. */
export function lostSession(what: string, error: unknown): unknown {
  if (!isCbError(error, 'SessionGone')) return error;
  return new CbError('SessionLost', `${what}: the session ended during the transfer`, {
    cause: error,
    hint: 'type it again: the next verb opens another session',
  });
}

/** The error for a command object that ended well and brings no list: what is in it is not known. */
export function noList(what: string, list: string): CbError {
  return new CbError('BadReply', `${what}: the reply holds no list of ${list}`, {
    hint: '--debug shows the requests',
  });
}
