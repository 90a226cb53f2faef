import type { SensorGroup } from '../../api/wire/sensor-group.ts';
import { query } from '../context.ts';
import { removeNamed } from '../remove-named.ts';
import { groupKind } from './group-kind.ts';

export const groupRemove = query({
  name: 'group remove',
  about: 'remove empty sensor groups',
  details:
    'The server refuses it for the default group, and for one that still has sensors: move them first.',
  group: 'groups and users',
  effect: 'destroys',
  undo: { not: 'made anew it would be another one' },
  question: 'own',
  operands: { group: { kind: 'group', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'cbq group remove Laptops --dry-run', shows: 'what would be sent' }],
  async run({ group }, context) {
    const { sensorGroups } = await context.cb();
    return await removeNamed(
      group,
      groupKind,
      {
        list: (signal) => sensorGroups.list({ signal }),
        remove: (id, signal) => sensorGroups.remove(id, { signal }),
        beside: ({ hostCount = 0 }) => (hostCount === 0 ? undefined : `${hostCount} sensors`),
        hint: hintOf,
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
