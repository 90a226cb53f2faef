import { CbError } from './cb-error.ts';

/** Of a clock of ours. */
interface Sleeper {
  sleep(ms: number, signal?: AbortSignal, isBackground?: boolean): Promise<void>;
}

/** A sensor that is held says nothing for as long as its program runs. */
const graceMs = 3_000;

/**
 * Why nobody waits any more. What is to be asked of a sensor all the same, whether a program goes on and which files stay, has until then: all
 * of it together, whoever asks.
 */
export class Stopped extends CbError {
  readonly until: AbortSignal;

  constructor(kind: 'Interrupted' | 'Terminated', message: string, until: AbortSignal) {
    super(kind, message);
    this.until = until;
  }
}

/** Aborted when so much time has passed; keeps no program alive. */
export function deadline(clock: Sleeper, ms = graceMs): AbortSignal {
  const over = new AbortController();
  clock.sleep(ms, undefined, true).then(
    () => over.abort(new CbError('Timeout', `no answer within ${ms / 1000} s`)),
    () => undefined,
  );
  return over.signal;
}

/** Until when that may be asked where this was why; from now on where nobody has said. */
export function untilOf(reason: unknown, clock: Sleeper): AbortSignal {
  return reason instanceof Stopped ? reason.until : deadline(clock);
}
