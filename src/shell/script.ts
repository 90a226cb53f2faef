import type { Outcome } from '../run/outcome.ts';
import { success } from '../run/outcome.ts';

export interface RunLinesOptions {
  /** Go on behind a failure, or behind some; the run then ends with the exit code of the first one. */
  readonly keepGoing: boolean | ((outcome: Outcome) => boolean);
  /** `exit` was run, or somebody wants the program to end. */
  readonly isEnded: () => boolean;
  readonly note: (text: string) => void;
  /** Of the file, for `stopped at line 3 of triage.cblr`; without one nothing is said. */
  readonly name?: string | undefined;
}

/** Runs lines in their order up to the first failure. Blank lines and lines that begin with `#` are left out. */
export async function runLines(
  lines: Iterable<string> | AsyncIterable<string>,
  runOne: (line: string) => Promise<Outcome>,
  { keepGoing, isEnded, note, name }: RunLinesOptions,
): Promise<Outcome> {
  let firstFailure: Outcome | undefined;
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (isEnded()) break;
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const outcome = await runOne(line);
    if (outcome.outputClosed) return outcome;
    if (outcome.exitCode !== 0) {
      firstFailure ??= outcome;
      if (isEnded() || outcome.kind === 'Interrupted' || outcome.kind === 'Terminated') break;
      if (typeof keepGoing === 'function' ? keepGoing(outcome) : keepGoing) continue;
      if (name !== undefined) note(`stopped at line ${number} of ${name}`);
      return outcome;
    }
    if (isEnded()) break;
  }
  return firstFailure ?? success;
}
