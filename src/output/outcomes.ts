import type { ErrorKind } from '../errors/exit-codes.ts';
import type { RowOutcome } from '../spec/result.ts';
import { kindOf } from './present.ts';

/** Counts how the rows of bulk work ended. */
export class Outcomes {
  #fine = 0;
  #unknown = 0;
  #failed = 0;
  readonly #kinds = new Set<ErrorKind>();

  count(outcome: RowOutcome): void {
    if (outcome === 'unknown') this.#unknown++;
    else if (typeof outcome === 'string') this.#fine++;
    else {
      this.#failed++;
      this.#kinds.add(kindOf(outcome.failed));
    }
  }

  /** Of some nobody knows whether they are done. */
  get isUnsure(): boolean {
    return this.#unknown > 0;
  }

  /** Undefined when all went well; the errors' own kind when all failed alike; `Partial` for anything between. */
  exitKind(): ErrorKind | undefined {
    if (this.#failed + this.#unknown === 0) return undefined;
    const [only, ...others] = this.#kinds;
    const isAlike = this.#fine + this.#unknown === 0 && others.length === 0;
    return isAlike && only !== undefined ? only : 'Partial';
  }
}
