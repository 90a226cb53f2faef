import { isCbError } from '../errors/cb-error.ts';
import { maskSecretLine } from '../text/secret-lines.ts';
import type { Recorder } from '../transcript/recorder.ts';
import type { Call } from './call.ts';
import type { Outcome } from './outcome.ts';

export interface RecordedLine {
  readonly verb: number;
  readonly line: string;
}

interface Recorded {
  readonly recorder: Recorder;
  readonly session?: number | undefined;
  readonly isLast?: boolean;
}

/** Tells the transcript what was typed and how it ended; `run` calls back with the error, where there is one. */
export async function recordedCall(
  { typed, globals }: Call<never>,
  { recorder, session, isLast }: Recorded,
  run: (failed: (error: unknown) => void, recorded: RecordedLine) => Promise<Outcome>,
): Promise<Outcome> {
  const verb = recorder.verb();
  const dry_run = globals.dryRun === true ? true : undefined;
  // Most that only ask the server begin no transcript: then nobody reads the line, and nothing in it is looked for.
  let masked: string | undefined;
  const recorded: RecordedLine = {
    verb,
    get line() {
      masked ??= maskSecretLine(typed);
      return masked;
    },
  };
  recorder.tell('verb', {
    verb,
    get line() {
      return recorded.line;
    },
    session,
    dry_run,
  });
  let error: string | undefined;
  const outcome = await run((fault) => {
    error = isCbError(fault) ? fault.message : 'a fault of the program';
  }, recorded);
  recorder.tell('ended', {
    verb,
    exit_code: outcome.exitCode,
    ran: outcome.ran === 'not known' ? undefined : outcome.ran,
    error: error === undefined ? undefined : maskSecretLine(error),
    error_kind: outcome.kind,
  });
  // What ends with it gets to the disk with its last line.
  if (isLast !== true) recorder.settle();
  return outcome;
}
