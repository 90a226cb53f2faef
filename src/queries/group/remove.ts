import type { SensorGroup } from '../../api/wire/sensor-group.ts';
import { bulk } from '../bulk.ts';
import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { completeGroup, groupKind } from './group-kind.ts';

export const groupRemove = query({
  name: 'group remove',
  about: 'remove empty sensor groups',
  details:
    'The server refuses it for the default group, and for one that still has sensors: move them first.',
  group: 'groups and users',
  effect: 'destroys',
  question: 'own',
  operands: { group: { kind: 'text', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'cbq group remove Laptops --dry-run', shows: 'what would be sent' }],
  complete: { group: completeGroup },
  async run({ group }, context) {
    const { sensorGroups } = await context.cb();
    const found = await picked(
      group,
      groupKind,
      () => sensorGroups.list({ signal: context.signal }),
      context,
    );
    await context.ask.confirm(`remove ${found.map(described).join(', ')}?`);
    return bulk(
      {
        items: found,
        noun: 'groups',
        verb: 'removed',
        columns: [
          { field: 'id', head: 'id', of: ({ id }) => id, align: 'right' },
          { field: 'name', head: 'name', of: ({ name }) => name, style: () => 'name' },
        ],
        async act({ id }, signal) {
          await sensorGroups.remove(id, { signal });
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});

function described({ id, name, hostCount }: SensorGroup): string {
  const sensors = hostCount === undefined || hostCount === 0 ? '' : `, ${hostCount} sensors`;
  return `group "${name}" (${id}${sensors})`;
}
