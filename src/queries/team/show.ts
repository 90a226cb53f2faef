import { atMost } from '../../ops/at-most.ts';
import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { recordOrRows } from '../wire-columns.ts';
import { teamColumns, withMembers } from './columns.ts';
import { teamKind } from './team-kind.ts';

export const teamShow = query({
  name: 'team show',
  about: 'show a team: who is in it, and what they may do in which group',
  details: 'Several teams are shown as a list. Global administrators only.',
  group: 'groups and users',
  effect: 'reads',
  operands: { team: { kind: 'team', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['access', 'permission'],
  examples: [{ line: "cbq team show 'SOC Analysts'", shows: 'its users and their access to groups' }],
  async run({ team }, context) {
    const { teams, users } = await context.cb();
    const { signal } = context;
    const named = await picked(team, teamKind, () => teams.list({ signal }), context);
    const turns = atMost(8);
    const [people, ...found] = await Promise.all([
      users.list({ signal }),
      ...named.map(({ id }) => turns(() => teams.get(id, { signal }))),
    ]);
    const shown = withMembers(found, people);
    return recordOrRows(shown, teamColumns, { noun: 'teams', wide: true });
  },
});
