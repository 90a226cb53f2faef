import { BinaryIndex } from '../binaries/binary-index.ts';
import type { LabClock } from '../clock.ts';
import type { Growth } from '../history/growth.ts';
import type { History } from '../history/history.ts';
import { documentsInMemory } from '../history/history-size.ts';
import type { HistoryOptions } from '../history/open-history.ts';
import { ResultPages } from './result-pages.ts';

/** What is there once history is open. */
export interface OpenRecords {
  readonly history: History;
  readonly pages: ResultPages;
  /** Made when first asked for. */
  readonly binaries: () => BinaryIndex;
}

/** What comes while the lab runs. */
export interface Coming {
  readonly clock: LabClock;
  /** Documents; 0 for none. */
  readonly perMinute: number;
}

/** The process and binary indexes of a lab: made when first asked for, so that a lab nobody asks starts as fast. */
export class Records {
  readonly #options: HistoryOptions;
  readonly #coming: Coming;
  readonly #life = new AbortController();
  #opened: Promise<OpenRecords> | undefined;
  #growth: Growth | undefined;
  #isReady = false;

  constructor(options: HistoryOptions, coming: Coming) {
    const isOwn =
      options.keptFolder !== undefined || options.count > documentsInMemory || coming.perMinute > 0;
    this.#options = { ...options, isShared: options.isShared === true && !isOwn };
    this.#coming = coming;
  }

  /** As they are now. */
  async open(): Promise<OpenRecords> {
    this.#opened ??= this.#make();
    const opened = await this.#opened;
    if (this.#growth?.upTo(this.#coming.clock.trueMs()) === true) opened.pages.forget();
    return opened;
  }

  /** Making them takes so long that it should begin before anybody asks. */
  get isLarge(): boolean {
    return this.#options.count > documentsInMemory;
  }

  /** Nobody has to wait for them any more. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Ends the making, or closes what was made. */
  async close(): Promise<void> {
    this.#life.abort();
    const opened = await this.#opened?.catch(() => undefined);
    if (this.#options.isShared !== true) opened?.history.file.close();
  }

  async #make(): Promise<OpenRecords> {
    const { openHistory } = await import('../history/open-history.ts');
    const history = await openHistory(this.#options, this.#life.signal);
    const { perMinute, clock } = this.#coming;
    if (perMinute > 0) {
      const { Growth } = await import('../history/growth.ts');
      this.#growth = new Growth(history, { seed: this.#options.seed, sinceMs: clock.startMs, perMinute });
    }
    this.#isReady = true;
    let binaries: BinaryIndex | undefined;
    return {
      history,
      pages: new ResultPages(history),
      binaries: () => {
        binaries ??= new BinaryIndex(history);
        return binaries;
      },
    };
  }
}
