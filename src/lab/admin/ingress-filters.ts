import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';

/** What the server drops on arrival; its fields are nowhere described, so they stay as they were sent. */
export type IngressFilter = Readonly<Record<string, unknown>> & { readonly id: number };

export const ingressSection: Section<Map<number, IngressFilter>> = {
  name: 'ingress',
  read: (kept) => new Map((Array.isArray(kept) ? kept.filter(isFilter) : []).map((one) => [one.id, one])),
  write: (filters) => [...filters.values()],
};

function isFilter(value: unknown): value is IngressFilter {
  return isRecord(value) && typeof value['id'] === 'number';
}
