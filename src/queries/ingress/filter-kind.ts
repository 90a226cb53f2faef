import type { IngressFilter } from '../../api/wire/ingress-filter.ts';

/** How an ingress filter is named. */
export const filterKind = {
  noun: 'filter',
  idOf: (filter: IngressFilter) => filter.id,
  namesOf: (filter: IngressFilter) => [filter.name],
  lister: 'cbq ingress',
} as const;

export const filtersOperand = { kind: 'filter', many: true, about: 'id or name; - for stdin' } as const;
