import type { Cb } from '../api/client.ts';
import type { SensorGroup } from '../api/wire/sensor-group.ts';
import { isCbError } from '../errors/cb-error.ts';
import { lacksRight, lacksRoute } from '../errors/server-fault.ts';
import { type Kind, pickNamed } from './named.ts';

/** Names of sensor groups by their ids. */
export interface GroupNames {
  of(id: number | undefined): string | undefined;
}

const kind: Kind<SensorGroup> = {
  noun: 'sensor group',
  idOf: ({ id }) => id,
  namesOf: ({ name }) => [name],
  lister: 'cbq group',
};

/** The sensor groups, asked for once and only when they are needed. */
export interface GroupBook {
  /** As far as this user may see them: without the right, or the route, there are none and ids must do; where it fails that is said, too. */
  names(): Promise<GroupNames>;
  /** The group that is meant by id or name; kinds `NotFound` and `Usage`. */
  named(wanted: string): Promise<SensorGroup>;
  /** Its id alone, to sift by: whoever may not see groups may still name one by its id. */
  idNamed(wanted: string): Promise<number>;
}

export function groupBook(
  { sensorGroups }: Pick<Cb, 'sensorGroups'>,
  { signal, note }: { readonly signal: AbortSignal; readonly note: (text: string) => void },
): GroupBook {
  let asked: Promise<readonly SensorGroup[]> | undefined;
  const all = (): Promise<readonly SensorGroup[]> => {
    asked ??= sensorGroups.list({ signal });
    // It may be asked for ahead, and its failure is told when its turn comes.
    asked.catch(() => undefined);
    return asked;
  };
  const named = async (wanted: string) => pickNamed(await all(), wanted, kind);
  return {
    named,
    async names() {
      const groups = await all().catch((error: unknown) => {
        if (lacksRight(error) || lacksRoute(error)) return [];
        if (!isCbError(error, 'ServerError', 'BadReply')) throw error;
        note(`the names of sensor groups could not be read: ${error.message}`);
        return [];
      });
      const names = new Map(groups.map(({ id, name }) => [id, name]));
      return { of: (id) => (id === undefined ? undefined : names.get(id)) };
    },
    async idNamed(wanted) {
      try {
        return (await named(wanted)).id;
      } catch (error) {
        if (lacksRight(error) && /^\s*\d{1,9}\s*$/.test(wanted)) return Number(wanted);
        throw error;
      }
    },
  };
}
