import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';

/** What the sensors of a group share with whom (contract/groups-sites.md, "Data sharing"). */
export interface Sharing {
  readonly id: number;
  readonly group_id: number;
  readonly who: string;
  readonly what: string;
}

export const sharingSection: Section<Map<number, Sharing>> = {
  name: 'datasharing',
  read: (kept) =>
    new Map((Array.isArray(kept) ? kept.filter(isSharing) : first).map((sharing) => [sharing.id, sharing])),
  write: (sharings) => [...sharings.values()],
};

const first: readonly Sharing[] = [{ id: 1, group_id: 2, who: 'BIT9', what: 'HASHES' }];

function isSharing(value: unknown): value is Sharing {
  return (
    isRecord(value) &&
    typeof value['id'] === 'number' &&
    typeof value['group_id'] === 'number' &&
    typeof value['who'] === 'string' &&
    typeof value['what'] === 'string'
  );
}
