import { proven } from '../../ops/proven.ts';
import { shortName } from '../../text/short-name.ts';
import { query } from '../context.ts';
import { bulkNamed, objectsOf, pickedEach } from '../picked.ts';
import { teamKind } from './team-kind.ts';

export const teamRemove = query({
  name: 'team remove',
  about: 'remove teams; their users stay, without the access it gave',
  details: 'Global administrators only.',
  group: 'groups and users',
  effect: 'destroys',
  question: 'own',
  operands: { team: { kind: 'team', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'cbq team remove Auditors --dry-run', shows: 'what would be sent' }],
  async run({ team }, context) {
    const { teams } = await context.cb();
    const targets = await pickedEach(team, teamKind, () => teams.list({ signal: context.signal }), context);
    const found = objectsOf(targets);
    if (found.length > 0) {
      await context.ask.confirm(
        `remove ${found.map(({ id, name }) => `team "${shortName(name)}" (${id})`).join(', ')}?`,
      );
    }
    return bulkNamed(
      targets,
      {
        noun: 'teams',
        verb: 'removed',
        columns: [
          { field: 'id', head: 'id', of: ({ id }) => id, align: 'right' },
          { field: 'name', head: 'name', of: ({ name }) => name, style: () => 'name' },
        ],
        async act({ id }, signal) {
          const isGone = async () => !(await teams.list({ signal })).some((each) => each.id === id);
          await proven(() => teams.remove(id, { signal }), isGone);
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});
