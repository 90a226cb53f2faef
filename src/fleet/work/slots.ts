/** Left to colleagues, unless somebody says how many sessions a run may have. */
const left = 2;
/** After a refusal nothing more is tried for so long. */
const patienceMs = 10 * 60_000;

/**
 * How many sessions a run may have at once. The server does not say how many it takes: a refusal tells it, and after a while one more is
 * tried, as it may have been changed. Those of colleagues count.
 */
export class Slots {
  readonly #fixed: number | undefined;
  #server: number;
  #others = 0;
  #refusedMs: number | undefined;

  constructor(fixed: number | undefined, assumed: number) {
    this.#fixed = fixed;
    this.#server = assumed;
  }

  get most(): number {
    return this.#fixed ?? Math.max(1, this.#server - left - this.#others);
  }

  /** Sessions of others that are open. */
  seen(others: number): void {
    this.#others = others;
  }

  /** One more than `own` was refused. */
  refused(own: number, nowMs: number): void {
    this.#server = Math.max(1, own + this.#others);
    this.#refusedMs = nowMs;
  }

  /** `own` are open, the last of them just now. */
  granted(own: number, nowMs: number): void {
    const isPatient = this.#refusedMs !== undefined && nowMs - this.#refusedMs < patienceMs;
    if (own >= this.most && !isPatient) this.#server += 1;
  }
}
