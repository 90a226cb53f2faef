import { isRecord } from './json.ts';

/**
 * One area of what the lab remembers: its name in `store.json`, its own reader and its own writer. The state is one
 * object (a Map, mostly) that the routes of the area change; after a change they call `world.save()`.
 */
export interface Section<T> {
  readonly name: string;
  /** `kept` is what `write` last gave; undefined the first time. Whatever is missing or damaged starts afresh. */
  read(kept: unknown): T;
  /** What JSON is to keep. */
  write(state: T): unknown;
}

/** Not more often than that, however many changes there are. */
const quietMs = 100;
/** Nor for a larger share of the time than one in so many. */
const restShare = 8;

/** What a lab with `--data` remembers from one run to the next, area by area. */
export class Store {
  readonly #kept: Readonly<Record<string, unknown>>;
  readonly #write: ((state: unknown) => Promise<void>) | undefined;
  readonly #writers = new Map<string, () => unknown>();
  readonly #open = new Map<string, unknown>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #isChanged = false;
  #restMs = quietMs;
  #failure: { error: unknown } | undefined;

  /** @param write undefined where nothing is to last */
  constructor(kept: unknown, write?: (state: unknown) => Promise<void>) {
    this.#kept = isRecord(kept) ? kept : {};
    this.#write = write;
  }

  /** The state of an area; opened again, the same object. */
  open<T>(section: Section<T>): T {
    if (this.#open.has(section.name)) {
      // One name belongs to one section, so this is what its reader once gave.
      return this.#open.get(section.name) as T;
    }
    const state = section.read(this.kept(section.name));
    this.#open.set(section.name, state);
    this.keep(section.name, () => section.write(state));
    return state;
  }

  /** What an earlier run left under a name. */
  kept(name: string): unknown {
    return Object.hasOwn(this.#kept, name) ? this.#kept[name] : undefined;
  }

  /** From now on that is what lasts under a name; for what is no simple section. */
  keep(name: string, write: () => unknown): void {
    this.#writers.set(name, write);
  }

  /**
   * Something changed: it is written within a moment, together with whatever else changes until then.
   * @throws what the last attempt to write failed with, once
   */
  save(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    this.#isChanged = true;
    this.#schedule();
    if (failure !== undefined) throw failure.error;
  }

  /** Something changed that may wait for the next change, or for the end. */
  touch(): void {
    this.#isChanged = true;
  }

  /** Writes now what is not written yet, and waits for it. */
  async flush(): Promise<void> {
    do {
      await this.#writing;
      clearTimeout(this.#timer);
      this.#timer = undefined;
      if (this.#isChanged) await this.#writeNow();
    } while (this.#timer !== undefined);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #schedule(): void {
    if (this.#write === undefined || this.#timer !== undefined || this.#writing !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#writeNow();
    }, this.#restMs);
  }

  async #writeNow(): Promise<void> {
    const began = performance.now();
    this.#isChanged = false;
    this.#writing = this.#writeAll();
    await this.#writing;
    this.#writing = undefined;
    this.#restMs = Math.max(quietMs, (performance.now() - began) * restShare);
    if (this.#isChanged) this.#schedule();
  }

  /** Never rejects: whoever changes something next hears of it. */
  async #writeAll(): Promise<void> {
    try {
      const made = [...this.#writers].map(([name, write]) => [name, write()] as const);
      // Areas that this age of server does not have stay as they were.
      await this.#write?.({ ...this.#kept, ...Object.fromEntries(made) });
      this.#failure = undefined;
    } catch (error) {
      this.#failure = { error };
    }
  }
}
