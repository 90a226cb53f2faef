/** Left to colleagues, unless somebody says how many sessions a run may have. */
const left = 2;
/** After a refusal nothing more is tried for so long, and twice as long after each further one. */
const firstPatienceMs = 5000;
const mostPatienceMs = 10 * 60_000;

/**
 * How many sessions a run may have at once. The server does not say how many it takes: a refusal tells it, and after a while one more is
 * tried, as it may have been changed, or was refused for another reason. Those of colleagues count.
 */
export class Slots {
  readonly #fixed: number | undefined;
  #server: number;
  #others = 0;
  #patientUntilMs = Number.NEGATIVE_INFINITY;
  #patienceMs = firstPatienceMs;

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

  /** One more was refused while `own` of ours were open, or closing. */
  refused(own: number, nowMs: number): void {
    this.#server = Math.max(1, own + this.#others);
    if (nowMs < this.#patientUntilMs) return;
    this.#patientUntilMs = nowMs + this.#patienceMs;
    this.#patienceMs = Math.min(mostPatienceMs, this.#patienceMs * 2);
  }

  /** `own` are open, the last of them just now. */
  granted(own: number, nowMs: number): void {
    const isMore = own + this.#others > this.#server;
    // It takes more than was thought: the refusals had another reason.
    if (isMore) this.#patienceMs = firstPatienceMs;
    this.#server = Math.max(this.#server, own + this.#others);
    if (own >= this.most && nowMs >= this.#patientUntilMs) this.#server += 1;
  }
}
