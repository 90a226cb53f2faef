import { CbError } from '../../errors/cb-error.ts';
import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { changeUsers } from './change-users.ts';
import { userKind } from './user-kind.ts';

export const userSet = query({
  name: 'user set',
  about: 'change the names, the e-mail or the rank of a user',
  details: 'What is not said stays as it is. Global administrators only.',
  group: 'groups and users',
  effect: 'changes',
  undo: { not: 'cbq user set takes it back' },
  operands: { user: { kind: 'user', about: 'username, id or e-mail' } },
  options: {
    firstName: { kind: 'text', value: 'NAME', about: 'first name' },
    lastName: { kind: 'text', value: 'NAME', about: 'last name' },
    email: { kind: 'text', value: 'ADDRESS', about: 'e-mail address' },
    globalAdmin: { kind: 'choice', choices: ['yes', 'no'], about: 'may do everything on this server' },
  },
  search: ['edit', 'rename', 'promote', 'admin'],
  examples: [
    { line: 'cbq user set analyst --email analyst@example.com', shows: 'another e-mail address' },
    { line: 'cbq user set analyst --global-admin yes --dry-run', shows: 'what would be sent' },
  ],
  async run({ user, firstName, lastName, email, globalAdmin }, context) {
    const { users } = await context.cb();
    const wanted = Object.entries({
      first_name: firstName,
      last_name: lastName,
      email,
      global_admin: globalAdmin === undefined ? undefined : globalAdmin === 'yes',
    }).filter(([, value]) => value !== undefined);
    if (wanted.length === 0) {
      throw new CbError('Usage', 'there is nothing to change', {
        hint: '--first-name, --last-name, --email, --global-admin; cbq team add-user changes teams',
      });
    }
    const found = await picked([user], userKind, () => users.list({ signal: context.signal }), context);
    return await changeUsers(
      found.map((object) => ({ object })),
      {
        verb: 'changed',
        wanted: ({ firstName, lastName, email, isGlobalAdmin }) => {
          const is = { first_name: firstName, last_name: lastName, email, global_admin: isGlobalAdmin };
          const differs = wanted.some(([key, value]) => is[key as keyof typeof is] !== value);
          return differs ? Object.fromEntries(wanted) : undefined;
        },
      },
      context,
    );
  },
});
