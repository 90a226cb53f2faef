import type { IngressFilter } from '../../api/wire/ingress-filter.ts';
import type { Column } from '../../spec/result.ts';
import { toNumber } from '../../text/number.ts';
import { wireColumn } from '../wire-columns.ts';

/** Bits of `os_mask`. */
export const systems = { windows: 1, macos: 2, linux: 4 } as const;

/** What names a filter that is changed. */
export const filterNameColumns: readonly Column<Pick<IngressFilter, 'id' | 'name'>>[] = [
  { field: 'id', head: 'id', of: ({ id }) => id, style: () => 'name', firm: true },
  { field: 'name', head: 'name', of: ({ name }) => name },
];

/** Fields by their wire names. The first ones are what a list shows. */
export const filterColumns: readonly Column<IngressFilter>[] = [
  ...filterNameColumns,
  {
    field: 'enabled',
    head: 'on',
    of: ({ isEnabled }) => isEnabled,
    show: ({ isEnabled }) => (isEnabled ? 'on' : 'off'),
    style: ({ isEnabled }) => (isEnabled ? undefined : 'dim'),
  },
  { ...wireColumn('os_mask', 'systems'), show: ({ wire }) => systemWords(wire['os_mask']) },
  { field: 'path_filters', head: 'paths', of: ({ paths }) => paths },
  { field: 'command_line_filters', head: 'command lines', of: ({ commandLines }) => commandLines },
  { field: 'md5_filters', head: 'md5s', of: ({ md5s }) => md5s },
  {
    ...wireColumn('hit_rate', 'hits', { align: 'right' }),
    show: ({ wire }) => rateWords(wire['hit_rate']),
  },
  wireColumn('descendant_filtering_level', 'descendants', { wide: true }),
  wireColumn('filter_all_events', 'all events', { wide: true }),
  wireColumn('global', 'all groups', { wide: true }),
  wireColumn('group_ids', 'groups', { wide: true }),
  wireColumn('description', 'description', { wide: true }),
  wireColumn('modify_timestamp', 'changed', { as: 'iso', wide: true }),
];

/** `windows, linux`; `all` where it says all or nothing. */
function systemWords(mask: unknown): string {
  const bits = toNumber(mask);
  if (bits === undefined || (bits & 7) === 7) return 'all';
  const named = Object.entries(systems).flatMap(([name, bit]) => ((bits & bit) === 0 ? [] : [name]));
  return named.join(', ') || String(bits);
}

/** A share of what arrives, in the last quarter of an hour. */
function rateWords(rate: unknown): string {
  const share = toNumber(rate);
  return share === undefined ? '' : `${(share * 100).toFixed(2)} %`;
}
