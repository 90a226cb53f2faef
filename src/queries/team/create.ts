import { query } from '../context.ts';
import { createNamed, newName } from '../create-named.ts';
import { readAccess } from './access.ts';

export const teamCreate = query({
  name: 'team create',
  about: 'create a team, with its access to sensor groups',
  details:
    'Access is analyst, viewer or none: for a group with --access GROUP=viewer, for every group with --access viewer; what stands later counts. Global administrators only.',
  group: 'groups and users',
  effect: 'changes',
  undo: { not: 'cbq team remove takes it away' },
  operands: { name: { kind: 'text', about: 'of the new team' } },
  options: {
    access: { kind: 'text', value: 'GROUP=ACCESS', repeat: true, about: 'what its users may do in a group' },
  },
  search: ['new', 'add', 'role'],
  examples: [
    {
      line: "cbq team create 'Night Shift' --access 'Default Group=analyst'",
      shows: 'analysts of one group',
    },
    {
      line: "cbq team create 'Interns' --access viewer --access 'Servers=none' --dry-run",
      shows: 'what would be sent',
    },
  ],
  async run({ name: typed, access }, context) {
    const { teams, sensorGroups, serverInfo } = await context.cb();
    const { signal } = context;
    const name = newName('team', typed);
    const [groups, isNew] = await Promise.all([
      access.length === 0 ? [] : sensorGroups.list({ signal }),
      serverInfo.isAtLeast(7, 0, { signal }),
    ]);
    const group_access = readAccess(access, groups, isNew);
    const create = (signal: AbortSignal) => teams.create({ name, group_access }, { signal });
    return createNamed('team', name, { create, list: (signal) => teams.list({ signal }) }, context);
  },
});
