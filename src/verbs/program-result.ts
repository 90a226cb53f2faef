import type { Sent } from '../api/resources/replies.ts';
import { exitCodeOf } from '../errors/exit-codes.ts';
import type { Left } from '../live/parting.ts';
import { type ProgramOutput, type UnreadOutput, withCode } from '../live/program-output.ts';
import { type Cell, type ExitCodeOnSensor, type MayBePartial, type Result, text } from '../spec/result.ts';
import { quoteWord } from '../text/quote.ts';

export interface ProgramEnd {
  readonly pid: number | undefined;
  readonly returnCode: number | undefined;
  /** What is said of it in the place of an exit code. */
  readonly unknown?: string | undefined;
}

/**
 * Output of a program on the sensor with its exit code behind it; `propagate` makes the exit code ours (its low byte). Output that could not
 * be read is a failure, and what is known of the program is said all the same.
 */
export function programResult(
  { chunks, unread }: ProgramOutput,
  ended: () => Sent<ProgramEnd>,
  propagate: boolean,
  more: MayBePartial = {},
): Result {
  const trailer = () => {
    const end = ended();
    if (!end.sent) return { fields: {} };
    const { pid, returnCode, unknown } = end;
    const ran: ExitCodeOnSensor = returnCode === undefined ? 'not known' : byteOf(returnCode);
    const own =
      propagate && ran !== 0 ? { exitCode: ran === 'not known' ? exitCodeOf('CommandFailed') : ran } : {};
    const lost = unread();
    const fields: Record<string, Cell> = { pid, return_code: returnCode };
    if (lost !== undefined) {
      return {
        fields: { ...fields, output_file: lost.path, output_unread: lost.why },
        note: `the program ended${withCode(returnCode)}, but ${unreadWords(lost)}`,
        ran,
        exitCode: exitCodeOf('CommandFailed'),
        ...own,
      };
    }
    if (returnCode === 0) return { fields, ran };
    const note =
      returnCode === undefined
        ? (unknown ?? 'the sensor gave no exit code')
        : `exit code ${inWords(returnCode)}`;
    return { fields, note, ran, ...own };
  };
  return text(chunks, trailer, more);
}

function unreadWords({ path, why, words }: UnreadOutput): string {
  if (why === 'missing') return `its output file ${path} is not there`;
  if (why === 'refused') return `its output cannot be read: ${words}`;
  return `its output cannot be read yet (in use by another process): ${path} stays there; cat ${quoteWord(path)} shows it later`;
}

/** What is left of it in our own: a failure never becomes 0. */
function byteOf(code: number): number {
  return code === 0 ? 0 : code & 0xff || 1;
}

/** Windows has codes such as 0xc0000005, which the sensor may send signed. */
function inWords(code: number): string {
  if (code >= 0 && code <= 0xffff) return String(code);
  return `${code} (0x${(code >>> 0).toString(16)})`;
}

/** Said when following ends before the program: how it is ended, and its files are removed. */
export function leftNote({ pid, pids, removal }: Left): string {
  const kill = pids === undefined ? pid : pids.join(' ');
  const state = pids === undefined ? 'may go on' : 'goes on';
  const end = kill === undefined ? 'ps shows it' : `kill ${kill} ends it`;
  const files = removal === undefined ? '' : `, then rm ${removal} removes its files`;
  return `the program (pid ${pid ?? 'unknown'}) ${state} on the sensor: ${end}${files}`;
}

/** The sensor tells the exit code only of a program that it waits for, and then it does nothing else. */
export const codeUnknown = 'exit code not known: exec --wait has it';

/** Said once when a program holds the sensor's queue. */
export const heldNote =
  'still running: the sensor does nothing else until it ends; Ctrl-C stops waiting, exec --no-wait and --follow do not hold it';

/** The same of a program that a verb runs for what it does. */
export function stillNote(doing: string): string {
  return `still ${doing}: the sensor does nothing else until it ends; Ctrl-C stops waiting`;
}
