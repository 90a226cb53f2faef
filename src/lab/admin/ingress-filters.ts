import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';

/**
 * What the server drops on arrival: its id is a text that whoever made it chose (contract/server-admin.md). In the lab they are kept, and nothing
 * is dropped.
 */
export type IngressFilter = Readonly<Record<string, unknown>> & { readonly id: string };

export const ingressSection: Section<Map<string, IngressFilter>> = {
  name: 'ingress',
  read: (kept) => new Map((Array.isArray(kept) ? kept.filter(isFilter) : first).map((one) => [one.id, one])),
  write: (filters) => [...filters.values()],
};

export function isFilterId(id: unknown): id is string {
  return typeof id === 'string' && /^[A-Za-z0-9-]{1,100}$/.test(id);
}

const first: readonly IngressFilter[] = [
  {
    id: 'nightly-backup',
    name: 'Nightly backup',
    description: 'It opens every file at night.',
    enabled: true,
    os_mask: 1,
    global: true,
    group_ids: [],
    path_filters: ['c:\\program files\\backup\\*'],
    descendant_filtering_level: 1,
    filter_all_events: true,
    create_timestamp: '2024-02-01T08:00:00.000Z',
    modify_timestamp: '2024-02-01T08:00:00.000Z',
    create_user_id: 1,
    modify_user_id: 1,
    hit_rate: 0.0213,
  },
  {
    id: 'build-hosts',
    name: 'Compilers of the build hosts',
    description: '',
    enabled: false,
    os_mask: 4,
    global: false,
    group_ids: [2],
    path_filters: ['/opt/build/*'],
    descendant_filtering_level: -1,
    filter_all_events: true,
    create_timestamp: '2024-03-11T10:30:00.000Z',
    modify_timestamp: '2024-04-02T09:00:00.000Z',
    create_user_id: 1,
    modify_user_id: 2,
    hit_rate: 0,
  },
];

function isFilter(value: unknown): value is IngressFilter {
  return isRecord(value) && isFilterId(value['id']);
}
