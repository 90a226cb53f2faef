import { hasStatus, lacksRoute } from '../../errors/server-fault.ts';
import { toNumber, toText } from '../../text/number.ts';
import type { Http, Query } from '../../transport/types.ts';
import { documentOf } from '../document.ts';
import { type Page, type PagesOptions, pagesOf, readPage, type SearchParams } from '../page.ts';
import type { Sensor } from '../wire/sensor.ts';
import { type CallOptions, callOptions } from './replies.ts';

/** The server's own filters: parts of a name (with its case) or address, and a group (contract/sensors.md). */
export interface SensorFilter {
  readonly hostname?: string;
  readonly ip?: string;
  readonly groupid?: number;
  /** Leaves out what has been silent for longer; from 6.3 on. */
  readonly inactive_filter_days?: number;
}

export interface SensorPagesOptions extends PagesOptions {
  /** A field of the wire; the default of the server shifts while it is read. */
  readonly sortBy?: string | undefined;
  readonly descending?: boolean | undefined;
}

/**
 * Pages of sensors, as `pagesOf` gives them: `/api/v2/sensor` (from 5.2 on; contract/sensors.md). Where the server has no
 * such route, all of them as one page of the old `list`, ordered and cut here. `total` is the server's count of all.
 */
export function createSensorPages(
  http: Http,
  list: (filter: SensorFilter, options?: CallOptions) => Promise<readonly Sensor[]>,
): (filter: SensorFilter, options: SensorPagesOptions) => AsyncGenerator<Page> {
  let hasPages: boolean | undefined;

  /** One page of what the filter lets through; `NoPages` where the server knows none. */
  async function page(params: SearchParams, filter: SensorFilter, call: CallOptions): Promise<Page> {
    try {
      const found = await readPage(
        await http.request({
          method: 'GET',
          path: '/api/v2/sensor',
          query: params as Query,
          effect: 'reads',
          ...callOptions(call),
        }),
      );
      hasPages = true;
      return found;
    } catch (error) {
      const isEmptyQuirk = hasStatus(error, 500) && hasNameFilter(filter);
      if (hasPages !== true && (lacksRoute(error) || isEmptyQuirk)) throw new NoPages(error);
      throw error;
    }
  }

  return async function* pages(filter: SensorFilter, options: SensorPagesOptions): AsyncGenerator<Page> {
    const { sortBy = 'computer_name', descending = false, ...how } = options;
    if (hasPages !== false) {
      const params = { ...filter, 'sort.col': sortBy, 'sort.dir': descending ? 'desc' : 'asc' };
      try {
        yield* pagesOf((asked, call) => page(asked, filter, call ?? {}), params, how);
        return;
      } catch (error) {
        if (!(error instanceof NoPages)) throw error;
        if (lacksRoute(error.cause)) hasPages = false;
      }
    }
    const { start = 0, limit = Number.POSITIVE_INFINITY, rows: _rows, ...call } = how;
    const all = inOrder(await list(filter, call), sortBy, descending);
    const documents = all.slice(start, start + limit).map(({ wire }) => documentOf(wire));
    yield { documents, total: all.length, start, isIncomplete: false, hidden: [], terms: [], facets: {} };
  };
}

/** The server has no pages, or fails on this filter as it does where nothing is found: the old list tells which. */
class NoPages extends Error {
  constructor(cause: unknown) {
    super('no pages', { cause });
  }
}

/** What has no value comes last in either direction. */
function inOrder(sensors: readonly Sensor[], field: string, descending: boolean): readonly Sensor[] {
  const keyed = sensors.map((sensor) => ({ sensor, key: keyOf(sensor.wire[field]) }));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined)
      return Number(a.key === undefined) - Number(b.key === undefined);
    const isSameType = typeof a.key === typeof b.key;
    const isLess = isSameType ? a.key < b.key : typeof a.key === 'number';
    const order = a.key === b.key ? 0 : isLess ? -1 : 1;
    return descending ? -order : order;
  });
  return keyed.map(({ sensor }) => sensor);
}

function keyOf(value: unknown): number | string | undefined {
  return toNumber(value) ?? toText(value);
}

/** A filter that may let nothing through, to which servers of 6.1 answer 500. */
export function hasNameFilter(filter: SensorFilter): boolean {
  return filter.hostname !== undefined || filter.ip !== undefined || filter.groupid !== undefined;
}
