import type { Era } from '../era.ts';
import { hostTypeOf } from '../fleet/host-type.ts';
import type { History } from '../history/history.ts';
import { isoTime } from '../history/wire-times.ts';
import type { Condition } from './condition.ts';
import type { SearchContext } from './search-context.ts';

type Facet = Record<string, unknown>;

/** What comes where `facet` is true and no field is named; the users since 6.0 (contract/processes.md). */
export function defaultFacets({ timedSegments }: Era): readonly string[] {
  const fields = [
    'process_md5',
    'hostname',
    'group',
    'path_full',
    'parent_name',
    'process_name',
    'host_type',
  ];
  return [...fields, 'day_of_week', 'start', 'hour_of_day', ...(timedSegments ? ['username_full'] : [])];
}

/** Buckets of one field, at most. */
const mostBuckets = 200;
const dayMs = 86_400_000;

type Naming = (id: number, context: SearchContext) => string;

const md5Of: Naming = (id, { history }) => {
  const image = history.images[id];
  return image === undefined || image.path === '' ? '' : history.hashes(image.binary).md5;
};

/** Which numbers a facet counts, and what they are called. */
const columns: Readonly<Record<string, { readonly sql: string; readonly name: Naming }>> = {
  process_name: { sql: 'name', name: (id, { history }) => history.names[id] ?? '' },
  parent_name: { sql: 'parent_name', name: (id, { history }) => history.names[id] || '(unknown)' },
  process_md5: { sql: 'image', name: md5Of },
  path: { sql: 'image', name: (id, { history }) => history.images[id]?.path ?? '' },
  path_full: { sql: 'image', name: (id, { history }) => history.images[id]?.path ?? '' },
  username: {
    sql: 'account',
    name: (id, context) => fullName(id, context).split('\\').at(-1)?.toLowerCase() ?? '',
  },
  username_full: { sql: 'account', name: fullName },
  hostname: { sql: 'sensor', name: (id, { fleet }) => fleet.get(id)?.hostname ?? '' },
  sensor_id: { sql: 'sensor', name: String },
  group: { sql: 'sensor', name: groupName },
  host_type: { sql: 'sensor', name: (id, { fleet }) => hostType(id, fleet) },
  os_type: { sql: 'sensor', name: (id, { fleet }) => osType(id, fleet) },
};

/** Time facets carry name and value alone, in the order of time. */
const times: Readonly<Record<string, string>> = {
  start: `start / ${dayMs}`,
  hour_of_day: `start / 3600000 % 24`,
  day_of_week: `(start / ${dayMs} + 4) % 7`,
};

/** `facet.field` of a search; an unknown field has no buckets. */
export function facetsOf(fields: readonly string[], condition: Condition, context: SearchContext): Facet {
  return Object.fromEntries(fields.map((field) => [field, facetOf(field, condition, context)]));
}

function facetOf(field: string, condition: Condition, context: SearchContext): unknown[] {
  const time = Object.hasOwn(times, field) ? times[field] : undefined;
  if (time !== undefined) return timeFacet(field, counted(time, condition, context.history));
  const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
  if (column === undefined) return [];
  const counts = new Map<string, number>();
  for (const [id, count] of counted(column.sql, condition, context.history)) {
    const name = column.name(id, context);
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return namedFacet(counts);
}

/** `percent` relates to the largest bucket, `ratio` to all of them (contract/processes.md). */
export function namedFacet(counts: ReadonlyMap<string, number>): unknown[] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const buckets = [...counts]
    .filter(([name]) => name !== '')
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const most = buckets[0]?.[1] ?? 1;
  return buckets.slice(0, mostBuckets).map(([name, value]) => ({
    name,
    value,
    percent: Math.floor((value * 100) / most),
    ratio: ((value * 100) / total).toFixed(1),
  }));
}

function counted(sql: string, condition: Condition, { file }: History): [number, number][] {
  const statement = file.prepare(
    `SELECT ${sql} AS bucket, count(*) AS n FROM document WHERE ${condition.sql} GROUP BY bucket ORDER BY bucket`,
  );
  return statement.all(...condition.params).map(({ bucket, n }) => [Number(bucket), Number(n)]);
}

/** Hours and days that saw something, by number, Sunday being 0; then both ends of the scale, as numbers. */
function timeFacet(field: string, counts: readonly [number, number][]): unknown[] {
  if (field === 'start')
    return counts.slice(-mostBuckets).map(([day, value]) => ({ name: isoTime(day * dayMs), value }));
  const ends = [0, field === 'hour_of_day' ? 24 : 7];
  return [
    ...counts.map(([bucket, value]) => ({ name: String(bucket), value })),
    ...ends.map((name) => ({ name, value: 0 })),
  ];
}

function fullName(id: number, { history }: SearchContext): string {
  return history.accounts[id]?.username ?? '';
}

function groupName(id: number, { fleet, groups, history }: SearchContext): string {
  const name = groups.get(fleet.get(id)?.groupId ?? 0)?.name ?? '';
  return history.era.timedSegments ? name.toLowerCase() : name;
}

function hostType(id: number, fleet: SearchContext['fleet']): string {
  const sensor = fleet.get(id);
  return sensor === undefined ? '' : hostTypeOf(sensor);
}

function osType(id: number, fleet: SearchContext['fleet']): string {
  const os = fleet.get(id)?.os ?? '';
  return os === 'macos' ? 'osx' : os;
}
