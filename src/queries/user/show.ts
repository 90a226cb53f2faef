import { atMost } from '../../ops/at-most.ts';
import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { recordOrRows } from '../wire-columns.ts';
import { userColumns, withTeamNames } from './columns.ts';
import { userKind } from './user-kind.ts';

export const userShow = query({
  name: 'user show',
  about: 'show a user of the console',
  details:
    'Several users are shown as a list. Global administrators only; tokens and passwords are never shown.',
  group: 'groups and users',
  effect: 'reads',
  operands: { user: { kind: 'user', many: true, about: 'username, id or e-mail; - for stdin' } },
  options: {},
  search: ['account'],
  examples: [{ line: 'cbq user show analyst', shows: 'names, e-mail and teams' }],
  async run({ user }, context) {
    const { users } = await context.cb();
    const { signal } = context;
    const named = await picked(user, userKind, () => users.list({ signal }), context);
    const turns = atMost(8);
    const found = await Promise.all(
      named.map(({ username }) => turns(() => users.get(username, { signal }))),
    );
    const shown = await withTeamNames(found, context);
    return recordOrRows(shown, userColumns, { noun: 'users' });
  },
});
