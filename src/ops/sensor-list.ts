import type { Cb } from '../api/client.ts';
import type { Document } from '../api/document.ts';
import type { Page } from '../api/page.ts';
import type { SensorFilter } from '../api/resources/sensor-pages.ts';
import type { Sensor } from '../api/wire/sensor.ts';
import type { BatchedRows } from '../spec/result.ts';
import { inBatches, mapRows } from './in-batches.ts';
import { type SearchList, searchList } from './search-list.ts';

export interface SensorsWanted {
  /** What the server sifts by. */
  readonly filter: SensorFilter;
  /** What is sifted here, as the sensors come. */
  readonly keep: ((sensor: Sensor) => boolean) | undefined;
  readonly sortBy?: string | undefined;
  readonly descending?: boolean | undefined;
  readonly start: number;
  /** Undefined for all. */
  readonly limit: number | undefined;
  readonly signal: AbortSignal;
}

export interface SensorList extends Omit<SearchList, 'rows'> {
  readonly rows: BatchedRows<Sensor>;
}

/** One page is about a megabyte. */
const mostRows = 500;

/** Sensors in order as they come, page by page; those of a large fleet take constant memory. */
export function listSensors({ sensors }: Pick<Cb, 'sensors'>, wanted: SensorsWanted): SensorList {
  const { filter, keep, sortBy, descending, start, limit, signal } = wanted;
  const order = { sortBy, descending };
  const index = {
    pages: (_params: object, options: Parameters<typeof sensors.pages>[1]): AsyncIterable<Page> =>
      sensors.pages(filter, { ...options, ...order }),
  };
  const read = ({ wire }: Document): Sensor => sensors.read(wire);
  const look = { key: 'id', noun: 'sensors', signal };
  if (keep === undefined) {
    const rows = Math.min(mostRows, limit ?? mostRows);
    const list = searchList(index, {}, { ...look, rows, start, limit });
    return { ...list, rows: mapRows(list.rows, read) };
  }
  const list = searchList(index, {}, { ...look, rows: mostRows });
  let shown = 0;
  let passed = 0;
  let isOpen = false;
  let seen = 0;
  function* sifted(documents: Iterable<Document>): Generator<Sensor> {
    for (const document of documents) {
      seen += 1;
      const sensor = read(document);
      if (keep?.(sensor) !== true) continue;
      passed += 1;
      if (passed <= start || (limit !== undefined && passed > start + limit)) continue;
      shown += 1;
      yield sensor;
    }
  }
  async function* pages(): AsyncGenerator<Iterable<Sensor>> {
    for await (const documents of list.rows.batches()) {
      yield sifted(documents);
      // What came with the page is counted; another one is not asked for.
      isOpen = limit !== undefined && passed > start + limit && seen % mostRows === 0;
      if (isOpen) return;
    }
  }
  return {
    rows: inBatches(pages),
    // What was found already may be enough.
    isPartial: () => (limit === undefined || passed < start + limit) && list.isPartial(),
    notes: () => {
      if (limit === undefined || passed <= start + limit) return list.notes();
      const of = isOpen ? `at least ${passed}` : String(passed);
      return [`${shown} of ${of} sensors shown; --all shows the rest`];
    },
  };
}
