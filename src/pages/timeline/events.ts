import { plural } from '../elements.ts';
import type { BinData, EventData, Facts, KindData } from '../page-data.ts';
import { type Range, span, utc } from './times.ts';

const colours = [
  ...['#3b82c4', '#b07d12', '#7a8591', '#d9534f', '#2f9e63'],
  ...['#9b5fc7', '#d6488b', '#16a0a8', '#8a6d3b', '#5668d8', '#7d9a2a', '#c2622d', '#4a7d6b'],
];
/** Milliseconds that the view is never shorter than. */
export const shortest = 10;

export interface Kind extends KindData {
  readonly colour: string;
  isOn: boolean;
}

/** One event, or the events of a period that are counted together. */
export interface Item {
  /** Unix ms; `end` is later for what is counted. */
  readonly t: number;
  readonly end: number;
  readonly isDated: boolean;
  readonly kind: Kind;
  readonly count: number;
  readonly time: string;
  readonly action: string;
  readonly target: string;
  /** On which host, in which process; empty where the page is of one. */
  readonly where: string;
  readonly facts: Facts;
  /** What text is sought in, made when it is first needed. */
  text: string | undefined;
}

/** All that happened, by time, with what the filters let through. */
export class Events {
  readonly kinds: readonly Kind[];
  readonly items: readonly Item[];
  readonly undated: readonly Item[];
  /** Of the first and the last event. */
  readonly first: number;
  readonly last: number;
  /** A little room on both sides, so that the first and the last event can be seen. */
  readonly whole: Range;
  /** Only what holds this text; in lower case. */
  wanted = '';
  readonly #longest: number;

  /** `noun`: what is counted, `event` or `hit`. */
  constructor(data: readonly KindData[], noun: string) {
    this.kinds = data.map((kind) => ({
      ...kind,
      colour: colours[kind.place % colours.length] ?? '#888888',
      isOn: true,
    }));
    const all = this.kinds.flatMap((kind) => [
      ...kind.events.map((event) => single(kind, event)),
      ...kind.bins.map((bin) => counted(kind, bin, noun)),
    ]);
    this.undated = all.filter((item) => !item.isDated);
    this.items = all.filter((item) => item.isDated).sort((a, b) => a.t - b.t);
    this.first = this.items[0]?.t ?? 0;
    this.last = this.items.reduce((latest, { end }) => Math.max(latest, end), this.first);
    const room = Math.max((this.last - this.first) * 0.01, shortest);
    this.whole = { from: this.first - room, to: this.last + room };
    this.#longest = this.items.reduce((most, { t, end }) => Math.max(most, end - t), 0);
  }

  get visibleKinds(): readonly Kind[] {
    return this.kinds.filter(({ isOn }) => isOn);
  }

  isShown(item: Item): boolean {
    if (!item.kind.isOn) return false;
    if (this.wanted === '') return true;
    item.text ??= [item.time, item.where, item.action, item.target, ...item.facts.map(([, value]) => value)]
      .join('\n')
      .toLowerCase();
    return item.text.includes(this.wanted);
  }

  *between({ from, to }: Range): Generator<Item> {
    for (let i = this.#firstFrom(from - this.#longest); i < this.items.length; i++) {
      const item = this.items[i];
      if (item === undefined || item.t > to) return;
      if (item.end >= from && this.isShown(item)) yield item;
    }
  }

  /** How much of each kind happened in each of so many bars; what is counted is spread over the bars that it spans. */
  countsOf(range: Range, bars: number): ReadonlyMap<Kind, Float64Array> {
    const of = new Map(this.kinds.map((kind) => [kind, new Float64Array(bars)]));
    const scale = bars / (range.to - range.from);
    for (const item of this.between(range)) {
      const counts = of.get(item.kind);
      const left = Math.max(0, Math.floor((item.t - range.from) * scale));
      const right = Math.min(bars - 1, Math.max(left, Math.ceil((item.end - range.from) * scale) - 1));
      if (counts === undefined || left >= bars) continue;
      const length = (item.end - item.t) * scale;
      if (length === 0) {
        counts[left] = (counts[left] ?? 0) + item.count;
        continue;
      }
      const begin = (item.t - range.from) * scale;
      for (let i = left; i <= right; i++) {
        const within = Math.min(i + 1, begin + length) - Math.max(i, begin);
        counts[i] = (counts[i] ?? 0) + (item.count * Math.max(0, within)) / length;
      }
    }
    return of;
  }

  #firstFrom(t: number): number {
    let low = 0;
    let up = this.items.length;
    while (low < up) {
      const half = (low + up) >> 1;
      if ((this.items[half]?.t ?? 0) < t) low = half + 1;
      else up = half;
    }
    return low;
  }
}

export function timeOf(item: Item): string {
  return item.time || '(no time)';
}

function single(kind: Kind, [t, time, action, target, facts, where]: EventData): Item {
  const at = t ?? 0;
  const isDated = t !== null;
  return { t: at, end: at, isDated, kind, count: 1, time, action, target, where, facts, text: undefined };
}

function counted(kind: Kind, [t, count, examples]: BinData, noun: string): Item {
  const binMs = kind.binMs ?? 0;
  const [time, action, target] = examples[0] ?? [utc(t), 'up to', utc(t + binMs)];
  return {
    t,
    end: t + binMs,
    isDated: true,
    kind,
    count,
    time,
    action: plural(count, noun, `${noun}s`),
    target: `${count > 1 && examples.length > 0 ? 'first: ' : ''}${action} ${target}`,
    where: '',
    facts: [
      ['counted together', `${plural(count, noun, `${noun}s`)} within ${span(binMs)}`],
      ...examples.map((example, index) => [`example ${index + 1}`, example.join('\n')] as const),
    ],
    text: undefined,
  };
}
