import { failureOf } from '../failure.ts';
import type { Program, ProgramRun } from '../machine.ts';
import { unixMessage } from './unix-messages.ts';

export interface UnixCall extends ProgramRun {
  /** Letters of `-x`, and long options. */
  readonly options: ReadonlySet<string>;
  readonly operands: readonly string[];
}

/** A Unix program with single-letter options; what it complains about is printed as `name: operand: message`, and ends it with 1. */
export function unixProgram(
  name: string,
  body: (call: UnixCall, complain: (operand: string, error: unknown) => void) => Promise<void> | void,
): Program {
  return async (run) => {
    let status = 0;
    const complain = (operand: string, error: unknown) => {
      if (run.signal.aborted) throw error;
      run.err.text(`${name}: ${operand}: ${unixMessage(failureOf(error))}\n`);
      status = 1;
    };
    await body({ ...run, ...splitOptions(run.args) }, complain);
    return status;
  };
}

function splitOptions(args: readonly string[]): Pick<UnixCall, 'options' | 'operands'> {
  const options = new Set<string>();
  const operands: string[] = [];
  let ended = false;
  for (const argument of args) {
    if (ended || !argument.startsWith('-') || argument === '-') operands.push(argument);
    else if (argument === '--') ended = true;
    else if (argument.startsWith('--')) options.add(argument);
    else {
      for (const letter of argument.slice(1)) options.add(letter);
    }
  }
  return { options, operands };
}
