import type { PageEvent } from '../../ports/pages.ts';
import { pageText } from '../../text/page-text.ts';

export interface Bin {
  /** Unix ms. */
  readonly fromMs: number;
  readonly count: number;
  /** The first ones, their texts cut. */
  readonly examples: readonly PageEvent[];
}

interface OpenBin {
  count: number;
  readonly examples: PageEvent[];
}

const longestText = 33_000;
const longestOfExample = 400;
const examplesOfBin = 3;

/**
 * The events of one kind, one by one until `count` is called: from then on they are counts by period, each with its first events. The
 * period doubles as often as it takes to stay within so many bins, so memory is bounded whatever the time they span.
 */
export class KindStore {
  readonly events: PageEvent[] = [];
  total = 0;
  /** Characters of the texts of those that are kept one by one. */
  characters = 0;
  /** Without a time: in no bin. */
  undated = 0;
  /** Length of a period in ms; undefined as long as every event is kept. */
  binMs: number | undefined;
  readonly #mostBins: number;
  #bins = new Map<number, OpenBin>();

  constructor(mostBins: number) {
    this.#mostBins = mostBins;
  }

  add(event: PageEvent): void {
    this.total += 1;
    if (event.timeMs === undefined) this.undated += 1;
    if (this.binMs !== undefined) {
      this.#bin(event);
      return;
    }
    const kept = withTexts(event, longestText);
    this.events.push(kept);
    this.characters += lengthOf(kept);
  }

  /** Counts them by period from now on. */
  count(): void {
    this.binMs = 1;
    for (const each of this.events) this.#bin(each);
    this.events.length = 0;
    this.characters = 0;
  }

  bins(): readonly Bin[] {
    const width = this.binMs ?? 1;
    return [...this.#bins]
      .map(([place, { count, examples }]) => ({ fromMs: place * width, count, examples }))
      .sort((a, b) => a.fromMs - b.fromMs);
  }

  #bin(event: PageEvent): void {
    if (event.timeMs === undefined || this.binMs === undefined) return;
    const place = Math.floor(event.timeMs / this.binMs);
    const bin = this.#bins.get(place);
    if (bin === undefined) {
      this.#bins.set(place, { count: 1, examples: [withTexts(event, longestOfExample)] });
      while (this.#bins.size > this.#mostBins) this.#widen(this.binMs * 2);
    } else {
      bin.count += 1;
      if (bin.examples.length < examplesOfBin) bin.examples.push(withTexts(event, longestOfExample));
    }
  }

  #widen(binMs: number): void {
    const before = this.#bins;
    this.#bins = new Map();
    for (const [place, { count, examples }] of before) {
      const half = Math.floor(place / 2);
      const bin = this.#bins.get(half);
      if (bin === undefined) this.#bins.set(half, { count, examples });
      else {
        bin.count += count;
        bin.examples.push(...examples.slice(0, examplesOfBin - bin.examples.length));
      }
    }
    this.binMs = binMs;
  }
}

function withTexts(event: PageEvent, most: number): PageEvent {
  return {
    ...event,
    action: pageText(event.action, most),
    target: pageText(event.target, most),
    time: pageText(event.time, 40),
    ...(event.where === undefined ? {} : { where: pageText(event.where, 300) }),
    facts: event.facts.map(([label, value]) => [label, pageText(value, most)] as const),
  };
}

function lengthOf({ action, target, facts }: PageEvent): number {
  return facts.reduce(
    (sum, [label, value]) => sum + label.length + value.length,
    action.length + target.length,
  );
}
