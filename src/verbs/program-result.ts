import { exitCodeOf } from '../errors/exit-codes.ts';
import { type Cell, type Result, text } from '../spec/result.ts';

export interface ProgramEnd {
  /** False in a dry run, and until it has ended. */
  readonly isSent: boolean;
  readonly pid: number | undefined;
  readonly returnCode: number | undefined;
}

/** Output of a program on the sensor with its exit code behind it; `propagate` makes the exit code ours (its low byte). */
export function programResult(
  output: AsyncIterable<string>,
  ended: () => ProgramEnd,
  propagate: boolean,
): Result {
  return text(output, () => {
    const { isSent, pid, returnCode } = ended();
    if (!isSent) return { fields: {} };
    const fields: Record<string, Cell> = { pid, return_code: returnCode };
    if (returnCode === undefined) {
      return {
        fields,
        note: 'the sensor gave no exit code',
        ran: exitCodeOf('CommandFailed'),
        ...(propagate ? { exitCode: exitCodeOf('CommandFailed') } : {}),
      };
    }
    if (returnCode === 0) return { fields };
    const exitCode = returnCode & 0xff || 1;
    return {
      fields,
      note: `exit code ${inWords(returnCode)}`,
      ran: exitCode,
      ...(propagate ? { exitCode } : {}),
    };
  });
}

/** Windows has codes such as 0xc0000005, which the sensor may send signed. */
function inWords(code: number): string {
  if (code >= 0 && code <= 0xffff) return String(code);
  return `${code} (0x${(code >>> 0).toString(16)})`;
}

/** Said once when a program holds the sensor's queue. */
export const heldNote =
  'still running: the sensor does nothing else until it ends; Ctrl-C stops waiting, exec --no-wait and --follow do not hold it';
