import { bulk } from '../bulk.ts';
import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { completeTeam, teamKind } from './team-kind.ts';

export const teamRemove = query({
  name: 'team remove',
  about: 'remove teams; their users stay, without the access it gave',
  details: 'Global administrators only.',
  group: 'groups and users',
  effect: 'destroys',
  question: 'own',
  operands: { team: { kind: 'text', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'cbq team remove Auditors --dry-run', shows: 'what would be sent' }],
  complete: { team: completeTeam },
  async run({ team }, context) {
    const { teams } = await context.cb();
    const found = await picked(team, teamKind, () => teams.list({ signal: context.signal }), context);
    await context.ask.confirm(`remove ${found.map(({ id, name }) => `team "${name}" (${id})`).join(', ')}?`);
    return bulk(
      {
        items: found,
        noun: 'teams',
        verb: 'removed',
        columns: [
          { field: 'id', head: 'id', of: ({ id }) => id, align: 'right' },
          { field: 'name', head: 'name', of: ({ name }) => name, style: () => 'name' },
        ],
        async act({ id }, signal) {
          await teams.remove(id, { signal });
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});
