import type { PageEvent } from '../../ports/pages.ts';
import { pageText } from './page-document.ts';

/** Limits of what one kind puts into a page. */
export interface StoreLimits {
  /** Events kept one by one. */
  readonly events: number;
  /** Characters of their texts. */
  readonly characters: number;
  /** Periods that they are counted by when there are more. */
  readonly bins: number;
}

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
 * The events of one kind. Where there are too many to keep, they become counts by period, each with its first events; the period doubles
 * as often as it takes to stay within the limit of bins, so memory is bounded whatever the time they span.
 */
export class KindStore {
  readonly events: PageEvent[] = [];
  count = 0;
  /** Without a time: in no bin. */
  undated = 0;
  /** Length of a period in ms; undefined as long as every event is kept. */
  binMs: number | undefined;
  readonly #limits: StoreLimits;
  #characters = 0;
  #bins = new Map<number, OpenBin>();

  constructor(limits: StoreLimits) {
    this.#limits = limits;
  }

  add(event: PageEvent): void {
    this.count += 1;
    if (event.timeMs === undefined) this.undated += 1;
    if (this.binMs !== undefined) {
      this.#bin(event);
      return;
    }
    const kept = withTexts(event, longestText);
    this.events.push(kept);
    this.#characters += lengthOf(kept);
    if (this.events.length <= this.#limits.events && this.#characters <= this.#limits.characters) return;
    this.binMs = 1;
    for (const each of this.events) this.#bin(each);
    this.events.length = 0;
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
      while (this.#bins.size > this.#limits.bins) this.#widen(this.binMs * 2);
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
    facts: event.facts.map(([label, value]) => [label, pageText(value, most)] as const),
  };
}

function lengthOf({ action, target, facts }: PageEvent): number {
  return facts.reduce(
    (sum, [label, value]) => sum + label.length + value.length,
    action.length + target.length,
  );
}
