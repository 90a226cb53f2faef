import type { RowOutcome } from '../spec/result.ts';

/** Counts how the objects of bulk work ended, and says it. */
export class Tally {
  #done = 0;
  #same = 0;
  #failed = 0;
  #unknown = 0;
  readonly #total: number;
  readonly #verb: string;
  readonly #dryRun: boolean;

  /** `verb`: past participle, `banned`. */
  constructor(total: number, verb: string, dryRun: boolean) {
    this.#total = total;
    this.#verb = verb;
    this.#dryRun = dryRun;
  }

  get ended(): number {
    return this.#done + this.#same + this.#failed + this.#unknown;
  }

  count(outcome: RowOutcome): void {
    if (typeof outcome === 'object') this.#failed++;
    else if (outcome === 'same') this.#same++;
    else if (outcome === 'unknown') this.#unknown++;
    else this.#done++;
  }

  get anyFine(): boolean {
    return this.#done + this.#same > 0;
  }

  /** `9,998 banned, 1 already so, 1 failed`. */
  sentence(): string {
    const count = (n: number) => n.toLocaleString('en-US');
    const left = this.#total - this.ended;
    if (this.#dryRun && this.#failed + left === 0) return '';
    return [
      `${count(this.#done)} ${this.#dryRun ? 'not sent' : this.#verb}`,
      ...(this.#same > 0 ? [`${count(this.#same)} already so`] : []),
      ...(this.#failed > 0 ? [`${count(this.#failed)} failed`] : []),
      ...(this.#unknown > 0 ? [`${count(this.#unknown)} unknown`] : []),
      ...(left > 0 ? [`${count(left)} not begun`] : []),
    ].join(', ');
  }
}
