import type { FeedBook } from '../feeds/feed-book.ts';
import type { SearchContext } from '../search/search-context.ts';
import type { Alert } from './alert.ts';
import type { ShownAlert } from './alert-index.ts';
import type { AlertStates } from './alert-states.ts';

export interface AlertOptions {
  readonly seed: number;
  readonly count: number;
  readonly states: AlertStates;
  readonly feeds: FeedBook;
}

/** The alerts of a lab: made when first asked for, out of the process documents. */
export class Alerts {
  readonly states: AlertStates;
  readonly #options: AlertOptions;
  #made: Promise<ReadonlyMap<string, Alert>> | undefined;

  constructor(options: AlertOptions) {
    this.#options = options;
    this.states = options.states;
  }

  /** By their ids. */
  all(context: SearchContext): Promise<ReadonlyMap<string, Alert>> {
    this.#made ??= this.#make(context);
    return this.#made;
  }

  /** As a search shows it that is so many milliseconds behind. */
  shown(alert: Alert, { fleet, groups }: SearchContext, elapsedMs: number, lagMs = 0): ShownAlert {
    const { cause, sensorId } = alert;
    const report = cause.feedId < 0 ? undefined : this.#options.feeds.report(cause.feedId, cause.watchlistId);
    return {
      alert,
      state: this.states.shown(alert, elapsedMs, lagMs),
      group: groups.get(fleet.get(sensorId)?.groupId ?? 0)?.name ?? '',
      isReportIgnored: report?.isIgnored === true,
    };
  }

  async #make(context: SearchContext): Promise<ReadonlyMap<string, Alert>> {
    const { makeAlerts } = await import('./make-alerts.ts');
    const { seed, count, feeds } = this.#options;
    const alerts = makeAlerts({ seed, count, sinceMs: feeds.sinceMs }, context);
    return new Map(alerts.map((alert) => [alert.id, alert]));
  }
}
