import { BinaryIndex } from '../binaries/binary-index.ts';
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

/** The process and binary indexes of a lab: made when first asked for, so that a lab nobody asks starts as fast. */
export class Records {
  readonly #options: HistoryOptions;
  readonly #life = new AbortController();
  #opened: Promise<OpenRecords> | undefined;
  #isReady = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  open(): Promise<OpenRecords> {
    this.#opened ??= this.#make();
    return this.#opened;
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
    opened?.history.file.close();
  }

  async #make(): Promise<OpenRecords> {
    const { openHistory } = await import('../history/open-history.ts');
    const history = await openHistory(this.#options, this.#life.signal);
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
