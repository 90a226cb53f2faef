import type { SensorGroup } from '../../api/wire/sensor-group.ts';
import { proven } from '../../ops/proven.ts';
import { shortName } from '../../text/short-name.ts';
import { query } from '../context.ts';
import { bulkNamed, objectsOf, pickedEach } from '../picked.ts';
import { refusedRemoval } from '../refused-removal.ts';
import { groupKind } from './group-kind.ts';

export const groupRemove = query({
  name: 'group remove',
  about: 'remove empty sensor groups',
  details:
    'The server refuses it for the default group, and for one that still has sensors: move them first.',
  group: 'groups and users',
  effect: 'destroys',
  question: 'own',
  operands: { group: { kind: 'group', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'cbq group remove Laptops --dry-run', shows: 'what would be sent' }],
  async run({ group }, context) {
    const { sensorGroups } = await context.cb();
    const targets = await pickedEach(
      group,
      groupKind,
      () => sensorGroups.list({ signal: context.signal }),
      context,
    );
    const found = objectsOf(targets);
    if (found.length > 0) await context.ask.confirm(`remove ${found.map(described).join(', ')}?`);
    return bulkNamed(
      targets,
      {
        noun: 'groups',
        verb: 'removed',
        columns: [
          { field: 'id', head: 'id', of: ({ id }) => id, align: 'right' },
          { field: 'name', head: 'name', of: ({ name }) => name, style: () => 'name' },
        ],
        async act(group, signal) {
          const isGone = async () => !(await sensorGroups.list({ signal })).some(({ id }) => id === group.id);
          await proven(() => sensorGroups.remove(group.id, { signal }), isGone).catch(
            refusedRemoval(`group "${group.name}"`, hintOf(group)),
          );
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});

function hintOf({ id, hostCount = 0 }: SensorGroup): string | undefined {
  if (hostCount < 1) return undefined;
  const sensors = hostCount === 1 ? 'a sensor' : `${hostCount} sensors`;
  return `it has ${sensors}: cbq sensor --group ${id} --fields id | cbq sensor move - --group NAME moves them`;
}

function described({ id, name, hostCount }: SensorGroup): string {
  const sensors = hostCount === undefined || hostCount === 0 ? '' : `, ${hostCount} sensors`;
  return `group "${shortName(name)}" (${id}${sensors})`;
}
