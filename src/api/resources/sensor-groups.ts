import { CbError } from '../../errors/cb-error.ts';
import { lacksRoute } from '../../errors/server-fault.ts';
import type { Http, HttpReply } from '../../transport/types.ts';
import { path } from '../path.ts';
import type { WireObject } from '../wire/read.ts';
import { readSensorGroup, type SensorGroup } from '../wire/sensor-group.ts';
import { archiveTypes, contentReply, zipTypes } from './content-reply.ts';
import { type CallOptions, callOptions, listOf, mustHaveId, oneOf } from './replies.ts';
import { createAt, readAt, removeAt, writeAt } from './requests.ts';

/** A sensor group as it is posted; servers of 7.x want `sensorbackend_server` (contract/groups-sites.md). */
export interface NewSensorGroup {
  readonly name: string;
  readonly site_id: number;
  readonly sensorbackend_server?: string;
}

export type SensorGroups = ReturnType<typeof createSensorGroups>;

/** `/api/v3/group` where the server has it (7.x), else `/api/group`; what was found is remembered. */
export function createSensorGroups(http: Http) {
  let hasV3: boolean | undefined;

  async function list(options?: CallOptions): Promise<readonly SensorGroup[]> {
    if (hasV3 !== false) {
      try {
        const groups = (
          await listOf(await readAt(http, '/api/v3/group', options), 'sensor groups', 'id')
        ).map(readSensorGroup);
        hasV3 = true;
        return groups;
      } catch (error) {
        if (hasV3 || !lacksRoute(error)) throw error;
        hasV3 = false;
      }
    }
    return (await listOf(await readAt(http, '/api/group', options), 'sensor groups', 'id')).map(
      readSensorGroup,
    );
  }

  return {
    list,
    /** One group; the server answers with an array of one, or an empty one for an unknown id. Kind `NotFound`. */
    async get(id: number, options?: CallOptions): Promise<SensorGroup> {
      const one = await oneOf(await readAt(http, path`/api/group/${id}`, options), 'sensor group', 'id');
      if (one) return readSensorGroup(one);
      throw new CbError('NotFound', `no sensor group ${id}`, { hint: 'cbq group lists them' });
    },

    /** Gives the new id where the server says it. */
    async create(group: NewSensorGroup, options?: CallOptions): Promise<string | undefined> {
      return await createAt(http, '/api/group', group, options);
    },

    /** Takes the whole group; what the server counts is left out (INFERRED: contract/groups-sites.md). */
    async update(id: number, group: WireObject, options?: CallOptions): Promise<void> {
      mustHaveId('sensor group', id);
      const { number_of_hosts: _counted, ...whole } = group;
      await writeAt(http, 'PUT', path`/api/group/${id}`, whole, options);
    },

    /** An archive with the installer, as it comes. `kind`: `windows/exe`, `windows/msi`, `osx`, `linux`; kind `NotFound` where the server has none. */
    async installer(id: number, kind: string, options?: CallOptions): Promise<HttpReply> {
      const reply = await http.request({
        method: 'GET',
        path: `${path`/api/v1/group/${id}/installer`}/${kind}`,
        effect: 'reads',
        identity: true,
        ...callOptions(options),
      });
      return await contentReply(reply, 'the installer', [...zipTypes, ...archiveTypes]);
    },

    /** The server refuses it for one that has sensors, and for the default group. */
    async remove(id: number, options?: CallOptions): Promise<void> {
      await removeAt(http, path`/api/group/${id}`, options);
    },
  };
}
