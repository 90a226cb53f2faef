import type { SensorGroup } from '../../api/wire/sensor-group.ts';
import { isCbError } from '../../errors/cb-error.ts';
import { lacksRight, lacksRoute } from '../../errors/server-fault.ts';
import type { QueryContext } from '../context.ts';
import type { ShownGroup } from './columns.ts';

/** The groups with the names of their sites; who may see groups need not be one who may see sites. */
export async function withSiteNames(
  groups: readonly SensorGroup[],
  { cb, signal }: QueryContext,
): Promise<readonly ShownGroup[]> {
  const sites = await (await cb()).sites.list({ signal }).catch((error: unknown) => {
    if (isCbError(error, 'NotFound', 'ServerError') || lacksRoute(error) || lacksRight(error)) return [];
    throw error;
  });
  const names = new Map(sites.map((site) => [site.id, site.name]));
  return groups.map((group) => ({
    ...group,
    siteName: group.siteId === undefined ? undefined : names.get(group.siteId),
  }));
}
