import { lacksRoute } from '../../errors/server-fault.ts';
import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import { isObject } from '../wire/read.ts';
import {
  isAtLeast,
  type License,
  type Partition,
  readLicense,
  readPartitions,
  readServerInfo,
  type ServerInfo,
} from '../wire/server-info.ts';
import { type CallOptions, misfit, objectOf } from './replies.ts';
import { readAt, removeAt, writeAt } from './requests.ts';

const licenseMarks = [
  'license_valid',
  'license_expired',
  'license_end_date',
  'licensed_sensor_count',
  'actual_sensor_count',
];

export type ServerFacts = ReturnType<typeof createServerInfo>;

/** What the server says of itself: `/api/info`, the licence, the storage partitions (contract/server-admin.md). */
export function createServerInfo(http: Http) {
  let known: ServerInfo | undefined;

  async function info(options?: CallOptions & { readonly fresh?: boolean }): Promise<ServerInfo> {
    if (known === undefined || options?.fresh) {
      known = readServerInfo(
        await objectOf(await readAt(http, '/api/info', options), 'server information', 'version'),
      );
    }
    return known;
  }

  return {
    /** The cheapest request that needs the token; asked once a run unless `fresh`. */
    info,
    /** True where the server's version is at least `major.minor`; false where it does not say. */
    async isAtLeast(major: number, minor: number, options?: CallOptions): Promise<boolean> {
      return isAtLeast(await info(options), major, minor);
    },

    async license(options?: CallOptions): Promise<License> {
      const reply = await readAt(http, '/api/license', options).catch((error: unknown) => {
        if (lacksRoute(error)) return readAt(http, '/api/v1/license', options);
        throw error;
      });
      return readLicense(await objectOf(reply, 'licence', ...licenseMarks));
    },

    /** Administrators only: 403 for others. */
    async partitions(options?: CallOptions): Promise<readonly Partition[]> {
      const reply = await readAt(http, '/api/v1/storage/events/partition', options);
      const named = await objectOf(reply, 'partitions');
      const all = Object.values(named);
      // A server writes into one at least.
      if (all.length > 0 && all.every(isObject)) return readPartitions(named);
      throw misfit(named, reply, 'holds no partitions');
    },

    /** A cold one becomes searchable, or a warm one cold. */
    async mount(name: string, isWanted: boolean, options?: CallOptions): Promise<void> {
      const at = `${path`/api/v1/storage/events/${name}`}/${isWanted ? 'mount' : 'unmount'}`;
      await writeAt(http, 'POST', at, undefined, options);
    },

    /** With all that is recorded in it. */
    async removePartition(name: string, options?: CallOptions): Promise<void> {
      await removeAt(http, path`/api/v1/storage/events/${name}`, options);
    },

    /** The server writes into a new one from then on; what it wrote into until now gets a name of its own. */
    async beginPartition(options?: CallOptions): Promise<void> {
      await writeAt(http, 'POST', '/api/v1/storage/events/new_partition', undefined, options);
    },
  };
}
