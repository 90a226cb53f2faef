import { bulk } from '../bulk.ts';
import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { completeUser, userKind } from './user-kind.ts';

export const userRemove = query({
  name: 'user remove',
  about: 'remove users of the console',
  details: 'Their tokens are worth nothing from then on. Global administrators only.',
  group: 'groups and users',
  effect: 'destroys',
  question: 'own',
  operands: { user: { kind: 'text', many: true, about: 'username, id or e-mail; - for stdin' } },
  options: {},
  search: ['delete', 'account'],
  examples: [{ line: 'cbq user remove viewer --dry-run', shows: 'what would be sent' }],
  complete: { user: completeUser },
  async run({ user }, context) {
    const { users } = await context.cb();
    const found = await picked(user, userKind, () => users.list({ signal: context.signal }), context);
    const names = found.map(({ username, isGlobalAdmin }) =>
      isGlobalAdmin ? `${username} (global administrator)` : username,
    );
    await context.ask.confirm(
      `remove ${found.length === 1 ? 'user' : `${found.length} users:`} ${names.join(', ')}?`,
    );
    return bulk(
      {
        items: found,
        noun: 'users',
        verb: 'removed',
        columns: [
          { field: 'username', head: 'username', of: ({ username }) => username, style: () => 'name' },
        ],
        async act({ username }, signal) {
          await users.remove(username, { signal });
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});
