import type { Output } from '../programs/console.ts';
import type { CmdSession, CmdStreams } from './cmd-session.ts';

/** One call of a command inside `cmd.exe`. */
export interface BuiltinCall {
  readonly session: CmdSession;
  /** Everything behind the command's name. */
  readonly tail: string;
  readonly input: Buffer;
  readonly out: Output;
  readonly err: Output;
  readonly runLine: RunLine;
}

export type Builtin = (call: BuiltinCall) => Promise<number> | number;

/** Expands, parses and runs one line; the result is the exit code of its last command. */
export type RunLine = (session: CmdSession, line: string, streams: CmdStreams) => Promise<number>;
