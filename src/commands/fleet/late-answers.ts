import { answeredIn, dueIn, type LineCount } from '../../fleet/store/line-count.ts';
import { answeredWords } from './line-words.ts';

export interface LateDeps {
  readonly count: (step: number) => LineCount;
  readonly lineOf: (step: number) => string;
}

/** Lines that nobody waits for any more, though hosts may still answer: tells what has come, once. */
export class LateAnswers {
  readonly #deps: LateDeps;
  /** Step → how many had answered when that was said last. */
  readonly #told = new Map<number, number>();

  constructor(deps: LateDeps) {
    this.#deps = deps;
  }

  get isEmpty(): boolean {
    return this.#told.size === 0;
  }

  /** So much of it was seen. */
  seen(step: number, count: LineCount): void {
    if (answeredIn(count) === count.meant) this.#told.delete(step);
    else this.#told.set(step, answeredIn(count));
  }

  /** With `isAtRest` only of lines to which no answer is expected now. */
  take({ isAtRest = false } = {}): readonly string[] {
    const said: string[] = [];
    for (const [step, before] of [...this.#told]) {
      const count = this.#deps.count(step);
      if (answeredIn(count) === before || (isAtRest && dueIn(count) > 0)) continue;
      this.seen(step, count);
      said.push(
        `step ${step}, ${this.#deps.lineOf(step)}: ${answeredWords(count)}; results ${step} shows them`,
      );
    }
    return said;
  }
}
