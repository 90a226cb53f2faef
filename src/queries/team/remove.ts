import { query } from '../context.ts';
import { removeNamed } from '../remove-named.ts';
import { teamKind } from './team-kind.ts';

export const teamRemove = query({
  name: 'team remove',
  about: 'remove teams; their users stay, without the access it gave',
  details: 'Global administrators only.',
  group: 'groups and users',
  effect: 'destroys',
  undo: { not: 'made anew it would be another one' },
  question: 'own',
  operands: { team: { kind: 'team', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'cbq team remove Auditors --dry-run', shows: 'what would be sent' }],
  async run({ team }, context) {
    const { teams } = await context.cb();
    return await removeNamed(
      team,
      teamKind,
      {
        list: (signal) => teams.list({ signal }),
        remove: (id, signal) => teams.remove(id, { signal }),
      },
      context,
    );
  },
});
