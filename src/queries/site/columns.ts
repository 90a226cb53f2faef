import type { SensorGroup } from '../../api/wire/sensor-group.ts';
import type { Site } from '../../api/wire/site.ts';
import type { Column } from '../../spec/result.ts';
import type { QueryContext } from '../context.ts';

/** A site with the groups that are in it. */
export interface ShownSite extends Site {
  readonly groups: readonly SensorGroup[];
}

/** `id` and `name` as sent; `groups` (their names) and `sensor_count` are ours. */
export const siteColumns: readonly Column<ShownSite>[] = [
  { field: 'id', head: 'id', of: (site) => site.id, align: 'right' },
  { field: 'name', head: 'name', of: (site) => site.name, style: () => 'name' },
  {
    field: 'sensor_count',
    head: 'sensors',
    of: ({ groups }) => groups.reduce((sum, { hostCount }) => sum + (hostCount ?? 0), 0),
    align: 'right',
  },
  { field: 'groups', head: 'groups', of: ({ groups }) => groups.map(({ name }) => name) },
];

/** The sites, each with its groups. */
export async function withGroups(
  sites: readonly Site[],
  { cb, signal }: QueryContext,
): Promise<readonly ShownSite[]> {
  const groups = await (await cb()).sensorGroups.list({ signal });
  return sites.map((site) => ({ ...site, groups: groups.filter(({ siteId }) => siteId === site.id) }));
}
