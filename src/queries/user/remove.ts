import { proven } from '../../ops/proven.ts';
import { shortName } from '../../text/short-name.ts';
import { query } from '../context.ts';
import { bulkNamed, objectsOf, pickedEach } from '../picked.ts';
import { refusedRemoval } from '../refused-removal.ts';
import { userKind } from './user-kind.ts';

export const userRemove = query({
  name: 'user remove',
  about: 'remove users of the console',
  details: 'Their tokens are worth nothing from then on. Global administrators only.',
  group: 'groups and users',
  effect: 'destroys',
  undo: { not: 'made anew it would have another password and token' },
  question: 'own',
  operands: { user: { kind: 'user', many: true, about: 'username, id or e-mail; - for stdin' } },
  options: {},
  search: ['delete', 'account'],
  examples: [{ line: 'cbq user remove viewer --dry-run', shows: 'what would be sent' }],
  async run({ user }, context) {
    const { users } = await context.cb();
    const targets = await pickedEach(user, userKind, () => users.list({ signal: context.signal }), context);
    const found = objectsOf(targets);
    const names = found.map(({ username, isGlobalAdmin }) =>
      isGlobalAdmin ? `${shortName(username)} (global administrator)` : shortName(username),
    );
    if (found.length > 0) {
      await context.ask.confirm(
        `remove ${found.length === 1 ? 'user' : `${found.length} users:`} ${names.join(', ')}?`,
      );
    }
    return bulkNamed(
      targets,
      {
        noun: 'users',
        verb: 'removed',
        columns: [
          { field: 'username', head: 'username', of: ({ username }) => username, style: () => 'name' },
        ],
        async act({ username }, signal) {
          const isGone = async () =>
            !(await users.list({ signal })).some((each) => each.username === username);
          await proven(() => users.remove(username, { signal }), isGone).catch(
            refusedRemoval(`user ${username}`),
          );
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});
