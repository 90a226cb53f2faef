/** Programs on the analyst's own machine: `!cmd`, `verb | cmd`, `token_command`. No child gets our tokens in its environment. */
export interface LocalCommands {
  /** Runs a command line in the user's shell on the user's terminal; resolves with its exit code. */
  run(line: string, options: { readonly signal: AbortSignal }): Promise<number>;
  /** Starts a command line that reads what is written to it; its output goes to the user's terminal. */
  pipe(line: string, options: { readonly signal: AbortSignal }): Promise<LocalPipe>;
  /** Runs it and gives its stdout, at most `limit` bytes, or fails after `timeoutMs`. */
  capture(line: string, options: { readonly timeoutMs: number; readonly limit: number }): Promise<string>;
  /** Runs a program with no shell between; what it asks it asks on the terminal. `LocalFault` where it cannot be started. */
  call(program: string, args: readonly string[], options: ProgramInput): Promise<CalledProgram>;
}

export interface ProgramInput {
  /** What it reads. */
  readonly input: AsyncIterable<Uint8Array>;
  /** At most so many bytes of what it prints are kept. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

export interface CalledProgram {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

export interface LocalPipe {
  /** False once the reader has gone (EPIPE): the writer may stop. */
  write(chunk: string | Uint8Array): Promise<boolean>;
  /** Ends its input, waits, and gives the exit code. */
  end(): Promise<number>;
}
