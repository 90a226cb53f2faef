/** Left to colleagues, unless somebody says how many sessions a run may have. */
const left = 2;
/** After a refusal nothing more is tried for so long, and twice as long after each further one. */
const firstPatienceMs = 5000;
/** Several that were asked for at once are refused for one reason. */
const togetherMs = 2000;
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
  #refusedMs = Number.NEGATIVE_INFINITY;

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
    const isOneOfSeveral = nowMs - this.#refusedMs < togetherMs;
    this.#refusedMs = nowMs;
    if (isOneOfSeveral) return;
    this.#patientUntilMs = nowMs + this.#patienceMs;
    this.#patienceMs = Math.min(mostPatienceMs, this.#patienceMs * 2);
  }

  /** `own` are open, the last of them just now. */
  granted(own: number, nowMs: number): void {
    // It takes more than was thought: the refusals had another reason.
    if (own + this.#others > this.#server) this.#patienceMs = firstPatienceMs;
    this.#server = Math.max(this.#server, own + this.#others);
    if (own < this.most || nowMs < this.#patientUntilMs) return;
    this.#server += 1;
    // Where something was refused before, colleagues feel each try.
    if (this.#refusedMs > Number.NEGATIVE_INFINITY) this.#patientUntilMs = nowMs + firstPatienceMs;
  }
}
