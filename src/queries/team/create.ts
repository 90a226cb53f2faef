import { CbError } from '../../errors/cb-error.ts';
import { toNumber } from '../../text/number.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { createListed } from '../create-listed.ts';
import { readAccess } from './access.ts';

interface Making {
  readonly name: string;
  /** Known once it is made. */
  id?: string | undefined;
}

export const teamCreate = query({
  name: 'team create',
  about: 'create a team, with its access to sensor groups',
  details:
    'Access is analyst, viewer or none: for a group with --access GROUP=viewer, for every group with --access viewer; what stands later counts. Global administrators only.',
  group: 'groups and users',
  effect: 'changes',
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
    const name = typed.trim();
    if (name === '') throw new CbError('Usage', 'a team needs a name');
    const [groups, isNew] = await Promise.all([
      access.length === 0 ? [] : sensorGroups.list({ signal }),
      serverInfo.isAtLeast(7, 0, { signal }),
    ]);
    const group_access = readAccess(access, groups, isNew);
    const making: Making = { name };
    return bulk(
      {
        items: [making],
        noun: 'teams',
        verb: 'created',
        columns: [
          { field: 'id', head: 'id', of: ({ id }) => toNumber(id) ?? id, align: 'right' },
          { field: 'name', head: 'name', of: (team) => team.name, style: () => 'name' },
        ],
        async act(item, signal) {
          const made = async () => (await teams.list({ signal })).find((each) => each.name === name);
          const create = () => teams.create({ name, group_access }, { signal });
          item.id = await createListed(create, made, context.dryRun);
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});
