import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';
import { type Ban, type BanChange, type BanEntry, banEntry, isMd5 } from './ban.ts';
import { firstBans } from './first-bans.ts';

/** The bans of a server, in the order they were first written down. A hundred thousand of them are no burden. */
export class BanBook {
  readonly #byMd5 = new Map<string, Ban>();

  constructor(bans: Iterable<Ban>) {
    for (const ban of bans) this.#byMd5.set(ban.md5, ban);
  }

  get(md5: string): Ban | undefined {
    return this.#byMd5.get(md5.toLowerCase());
  }

  /** The first so many. */
  list(count: number): Ban[] {
    return [...this.#byMd5.values()].slice(0, count);
  }

  /** Writes one down, or how it stands from now on. */
  note(md5: string, change: BanChange): void {
    const key = md5.toLowerCase();
    const known = this.#byMd5.get(key);
    const entry = banEntry(change);
    this.#byMd5.set(key, {
      md5: key,
      entries: known === undefined ? [entry] : [...known.entries, entry],
      blocks: known?.blocks,
    });
  }

  /** What `--data` keeps. */
  kept(): readonly Ban[] {
    return [...this.#byMd5.values()];
  }
}

/** Bans that last; those of a new lab are some hours and weeks old when it starts (Unix ms). */
export function banSection(startMs: number, hasFinance: boolean): Section<BanBook> {
  return {
    name: 'bans',
    read: (kept) => new BanBook(Array.isArray(kept) ? kept.filter(isBan) : firstBans(startMs, hasFinance)),
    write: (book) => book.kept(),
  };
}

function isBan(value: unknown): value is Ban {
  return (
    isRecord(value) &&
    isMd5(String(value['md5'])) &&
    (value['blocks'] === undefined || isRecord(value['blocks'])) &&
    Array.isArray(value['entries']) &&
    value['entries'].length > 0 &&
    value['entries'].every(isEntry)
  );
}

function isEntry(value: unknown): value is BanEntry {
  return isRecord(value) && typeof value['enabled'] === 'boolean' && typeof value['timestamp'] === 'string';
}
