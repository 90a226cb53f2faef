import { CbError } from '../../errors/cb-error.ts';
import type { Http } from '../../transport/types.ts';
import { createSearch, searchWays } from '../page.ts';
import { path } from '../path.ts';
import { type Alert, type AlertStatus, readAlert } from '../wire/alert.ts';
import type { WireObject } from '../wire/read.ts';
import type { CallOptions } from './replies.ts';
import { writeAt } from './requests.ts';

/** What is to become of alerts. */
export interface AlertChange {
  readonly requested_status: AlertStatus;
  readonly assigned_to?: string;
  /** Marks the threat report, too: its future hits raise no alert. */
  readonly set_ignored?: boolean;
}

export type Alerts = ReturnType<typeof createAlerts>;

/** So many ids in one search: its query is about 6 KB, and goes as POST. */
const searchedAtOnce = 100;

/** `/api/v2/alert` for searches, `/api/v1/alert/<id>` and `/api/v1/alerts` for updates (contract/alerts.md). */
export function createAlerts(http: Http) {
  // A POST takes the query in a list, and nothing of the URL's own.
  const search = createSearch(http, '/api/v2/alert', ({ 'cb.urlver': _, q = '', ...rest }) => ({
    ...rest,
    q: [q],
  }));

  async function byId(id: string, options?: CallOptions): Promise<Alert | undefined> {
    const page = await search({ 'cb.fq.unique_id': id, rows: 1, start: 0 }, options);
    const found = [...page.documents]
      .map(({ wire }) => readAlert(wire))
      .find((alert) => alert.id.toLowerCase() === id.toLowerCase());
    if (found === undefined && (page.isIncomplete || (page.total ?? 0) > 0))
      throw new CbError('BadReply', `the server did not give all that there is: ${id} is not among it`);
    return found;
  }

  return {
    search,
    ...searchWays(search),
    read: readAlert,

    /** There is no GET of one alert (405): it is searched by its id. Undefined where there is none. */
    byId,

    /** Alerts by id, as many as there are, by their ids in lower case. One search for many; what that does not find is asked for singly. */
    async byIds(ids: readonly string[], options?: CallOptions): Promise<ReadonlyMap<string, Alert>> {
      const found = new Map<string, Alert>();
      const keep = (alert: Alert | undefined): void => {
        if (alert !== undefined) found.set(alert.id.toLowerCase(), alert);
      };
      for (let at = 0; ids.length > 1 && at < ids.length; at += searchedAtOnce) {
        const some = ids.slice(at, at + searchedAtOnce);
        const q = some.map((id) => `unique_id:"${id.replaceAll('"', '')}"`).join(' or ');
        const { documents } = await search({ q, rows: some.length, start: 0 }, options);
        for (const { wire } of documents) keep(readAlert(wire));
      }
      for (const id of ids) {
        if (!found.has(id.toLowerCase())) keep(await byId(id, options));
      }
      return found;
    },

    /** One alert. Some servers answer 500 though they did it: look at it again. */
    async update(id: string, change: WireObject, options?: CallOptions): Promise<void> {
      await writeAt(http, 'POST', path`/api/v1/alert/${id}`, { unique_id: id, ...change }, options);
    },

    /** Up to 500 alerts; global administrators only. */
    async updateMany(ids: readonly string[], change: AlertChange, options?: CallOptions): Promise<void> {
      await writeAt(http, 'POST', '/api/v1/alerts', { alert_ids: ids, ...change }, options);
    },
  };
}
