import { CbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import { formatDuration } from '../../text/age.ts';

/** The longest that one host may take; `late` is aborted then, with words for people. */
export class HostDeadline {
  readonly #ms: number | undefined;
  readonly #clock: Pick<Clock, 'sleep'>;
  #late = new AbortController();
  #ended = new AbortController();

  constructor(ms: number | undefined, clock: Pick<Clock, 'sleep'>) {
    this.#ms = ms;
    this.#clock = clock;
    this.begin();
  }

  get late(): AbortSignal {
    return this.#late.signal;
  }

  /** From now on, anew. */
  begin(): void {
    this.end();
    const late = new AbortController();
    this.#late = late;
    this.#ended = new AbortController();
    if (this.#ms === undefined) return;
    const words = `it took longer than ${formatDuration(this.#ms)}`;
    this.#clock.sleep(this.#ms, this.#ended.signal, true).then(
      () => late.abort(new CbError('Interrupted', words)),
      () => undefined,
    );
  }

  end(): void {
    this.#ended.abort();
  }
}
