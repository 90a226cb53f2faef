import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';

/** Where sensors stand (contract/groups-sites.md). */
export interface Site {
  readonly id: number;
  readonly name: string;
}

export type Sites = Map<number, Site>;

export const siteSection: Section<Sites> = {
  name: 'sites',
  read: (kept) => new Map((Array.isArray(kept) ? kept.filter(isSite) : first).map((site) => [site.id, site])),
  write: (sites) => [...sites.values()],
};

const first: readonly Site[] = [
  { id: 1, name: 'Default Site' },
  { id: 2, name: 'Hamburg' },
  { id: 3, name: 'Osaka' },
];

/** Bytes a second that the sensors of a site may send, by day (0 Sunday … 6 Saturday) and hour; read-only. */
export const throttles = [
  { id: 1, site_id: 2, day_of_week: 1, from: '08:00', to: '18:00', bytes_per_second: 262_144 },
  { id: 2, site_id: 2, day_of_week: 2, from: '08:00', to: '18:00', bytes_per_second: 262_144 },
  { id: 3, site_id: 2, day_of_week: 3, from: '08:00', to: '18:00', bytes_per_second: 262_144 },
  { id: 4, site_id: 3, day_of_week: 0, from: '00:00', to: '24:00', bytes_per_second: 65_536 },
] as const;

function isSite(value: unknown): value is Site {
  return isRecord(value) && typeof value['id'] === 'number' && typeof value['name'] === 'string';
}
