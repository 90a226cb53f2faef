import type { Cb } from '../../api/client.ts';
import type { Document } from '../../api/document.ts';
import type { Watchlist } from '../../api/wire/watchlist.ts';
import { CbError } from '../../errors/cb-error.ts';
import { pickNamed } from '../../ops/named.ts';
import { askingRows, checkQuery } from '../../ops/query-check.ts';
import { type SearchIndex, searchList } from '../../ops/search-list.ts';
import { searchOf, type WantedSearch } from '../../ops/wanted-search.ts';
import { toNumber } from '../../text/number.ts';
import type { QueryIndex } from '../../text/query-fields.ts';

export interface SearchPlace {
  readonly cb: Cb;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

/** Ids of sensors that a search leads to. */
export type SensorIds = ReadonlySet<number>;

const rows = 500;

/** Those of the processes that a query finds. What the server says that it left out is said. */
export async function hostsOfProcesses(query: string, place: SearchPlace): Promise<SensorIds> {
  checkQuery(query, 'process', place.note);
  return await ofProcesses({ q: query }, place);
}

/** Those of the alerts that a query finds. */
export async function hostsOfAlerts(query: string, place: SearchPlace): Promise<SensorIds> {
  checkQuery(query, 'alert', place.note);
  const { alerts } = place.cb;
  return await collect(alerts, { q: query }, { index: 'alert', key: 'unique_id', idsOf: ownId }, place);
}

/** Those on which the query of a watchlist finds a process, or that have reported a binary that it finds. */
export async function hostsOfWatchlist(word: string, place: SearchPlace): Promise<SensorIds> {
  const { cb, signal } = place;
  const found = pickNamed(await cb.watchlists.list({ signal }), word, {
    noun: 'watchlist',
    idOf: ({ id }: Watchlist) => id,
    namesOf: ({ name }: Watchlist) => [name],
    lister: 'cbq watchlist',
  });
  const wanted = searchOf(found.search);
  if (found.type === 'process') return await ofProcesses(wanted, place);
  if (found.type === 'binary') return await ofBinaries(wanted, place);
  throw new CbError('Unsupported', `watchlist ${found.id} is about neither processes nor binaries`);
}

function ofProcesses(wanted: WantedSearch, place: SearchPlace): Promise<SensorIds> {
  const how = { index: 'process', key: 'unique_id', idsOf: ownId } as const;
  return collect(place.cb.processes, wanted, how, place);
}

function ofBinaries(wanted: WantedSearch, place: SearchPlace): Promise<SensorIds> {
  const { binaries } = place.cb;
  const idsOf = ({ wire }: Document) =>
    binaries.read(wire).endpoints.flatMap(({ sensorId }) => sensorId ?? []);
  return collect(binaries, wanted, { index: 'binary', key: 'md5', idsOf }, place);
}

function ownId(document: Document): readonly number[] {
  const id = toNumber(document.field('sensor_id'));
  return id === undefined ? [] : [id];
}

interface Collecting {
  readonly index: QueryIndex;
  readonly key: string;
  readonly idsOf: (document: Document) => readonly number[];
}

async function collect(
  pages: SearchIndex,
  { q, filters }: WantedSearch,
  { index, key, idsOf }: Collecting,
  { signal, note }: SearchPlace,
): Promise<SensorIds> {
  const list = searchList(pages, { q, ...filters }, { key, noun: 'results', rows, signal });
  const ids = new Set<number>();
  for await (const document of askingRows(q, index, note, list.rows)) {
    for (const id of idsOf(document)) ids.add(id);
  }
  for (const each of list.isPartial() ? list.notes() : []) note(each);
  return ids;
}
