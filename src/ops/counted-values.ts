import type { Document } from '../api/document.ts';
import { toText } from '../text/number.ts';

/** How often one value of a field occurs. */
export interface CountedValue {
  readonly name: string;
  readonly hits: number;
  /** On how many sensors. */
  readonly hosts: number;
}

export interface CountedValues {
  readonly field: string;
  readonly values: readonly CountedValue[];
  /** There were more than can be held: the rest is not counted. */
  readonly isCut: boolean;
}

/** Values and the sensors of each that are held; some 100 bytes each. */
const mostHeld = 1_000_000;

interface Tally {
  hits: number;
  readonly hosts: Set<string>;
}

/** Counts what documents hold, each of the fields by itself. `onSeen` hears how many were read. */
export async function countValues(
  documents: AsyncIterable<Document>,
  fields: readonly string[],
  onSeen: (count: number) => void,
): Promise<readonly CountedValues[]> {
  const counters = fields.map((field) => new Counter(field, Math.floor(mostHeld / fields.length)));
  let seen = 0;
  for await (const document of documents) {
    const host = toText(document.field('sensor_id')) ?? toText(document.field('hostname')) ?? '';
    for (const counter of counters) counter.add(document, host);
    seen += 1;
    if (seen % 500 === 0) onSeen(seen);
  }
  return counters.map((counter) => counter.result());
}

class Counter {
  readonly #field: string;
  readonly #most: number;
  readonly #tallies = new Map<string, Tally>();
  #held = 0;
  #isCut = false;

  constructor(field: string, most: number) {
    this.#field = field;
    this.#most = most;
  }

  add(document: Document, host: string): void {
    const value = document.field(this.#field);
    for (const each of Array.isArray(value) ? new Set(value) : [value]) {
      const name = toText(each);
      if (name !== undefined) this.#count(name, host);
    }
  }

  #count(name: string, host: string): void {
    let tally = this.#tallies.get(name);
    if (tally === undefined) {
      if (this.#isFull()) return;
      tally = { hits: 0, hosts: new Set() };
      this.#tallies.set(name, tally);
      this.#held += 1;
    }
    tally.hits += 1;
    if (tally.hosts.has(host) || this.#isFull()) return;
    tally.hosts.add(host);
    this.#held += 1;
  }

  #isFull(): boolean {
    if (this.#held < this.#most) return false;
    this.#isCut = true;
    return true;
  }

  result(): CountedValues {
    const values = [...this.#tallies].map(([name, { hits, hosts }]) => ({ name, hits, hosts: hosts.size }));
    return { field: this.#field, values, isCut: this.#isCut };
  }
}
