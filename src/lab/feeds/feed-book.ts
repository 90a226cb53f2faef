import type { ActionBook } from '../watchlists/action-book.ts';
import { type Feed, type FeedChange, makeFeed } from './feed.ts';
import { madeReports } from './made-reports.ts';
import type { ReportState } from './report.ts';

/** What of the feeds lasts; their reports are made anew. */
export interface KeptFeeds {
  readonly feeds: readonly Feed[];
  readonly actions: ActionBook;
  /** `<feed id>:<report id>` of the reports that are ignored. */
  readonly ignored: readonly string[];
  /** Unix milliseconds that the reports count back from. */
  readonly sinceMs: number;
  readonly seed: number;
}

/** The feeds of a server with their reports. */
export class FeedBook {
  readonly actions: ActionBook;
  readonly sinceMs: number;
  readonly #seed: number;
  readonly #byId: Map<number, Feed>;
  readonly #ignored: Set<string>;
  readonly #reports = new Map<number, Map<string, ReportState>>();

  constructor({ feeds, actions, ignored, sinceMs, seed }: KeptFeeds) {
    this.actions = actions;
    this.sinceMs = sinceMs;
    this.#seed = seed;
    this.#byId = new Map(feeds.map((feed) => [feed.id, feed]));
    this.#ignored = new Set(ignored);
  }

  list(): Feed[] {
    return [...this.#byId.values()];
  }

  get(id: number): Feed | undefined {
    return this.#byId.get(id);
  }

  named(name: string): Feed | undefined {
    return this.list().find((feed) => feed.name === name);
  }

  add(name: string, change: FeedChange): Feed {
    const id = Math.max(0, ...this.#byId.keys()) + 1;
    const feed = makeFeed(id, name, { ...change, manually_added: true });
    this.#byId.set(id, feed);
    return feed;
  }

  change(feed: Feed, change: FeedChange): Feed {
    const changed = { ...feed, ...change };
    this.#byId.set(feed.id, changed);
    this.#reports.delete(feed.id);
    return changed;
  }

  /** With its reports and actions. */
  remove(id: number): void {
    this.#byId.delete(id);
    this.#reports.delete(id);
    this.actions.forget(id);
  }

  reports(): ReportState[] {
    return this.list().flatMap((feed) => [...this.#reportsOf(feed).values()]);
  }

  report(feedId: number, reportId: string): ReportState | undefined {
    const feed = this.#byId.get(feedId);
    return feed === undefined ? undefined : this.#reportsOf(feed).get(reportId);
  }

  /** Unknown ones are passed over. */
  setIgnored(feedId: number, reportIds: readonly string[], isIgnored: boolean): void {
    const feed = this.#byId.get(feedId);
    const reports = feed === undefined ? undefined : this.#reportsOf(feed);
    for (const id of reportIds) {
      const report = reports?.get(id);
      if (report !== undefined) {
        reports?.set(id, { ...report, isIgnored });
        const key = `${feedId}:${id}`;
        if (isIgnored) this.#ignored.add(key);
        else this.#ignored.delete(key);
      }
    }
  }

  /** What `--data` keeps. */
  kept(): unknown {
    return {
      feeds: this.list(),
      actions: this.actions.kept(),
      ignored: [...this.#ignored],
      sinceMs: this.sinceMs,
    };
  }

  #reportsOf(feed: Feed): Map<string, ReportState> {
    const known = this.#reports.get(feed.id);
    if (known !== undefined) return known;
    const reports = madeReports(feed, this.#seed, this.sinceMs).map((report): [string, ReportState] => [
      report.id,
      { ...report, isIgnored: this.#ignored.has(`${feed.id}:${report.id}`) },
    ]);
    const made = new Map(reports);
    this.#reports.set(feed.id, made);
    return made;
  }
}
