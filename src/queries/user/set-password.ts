import { lacksRight } from '../../errors/server-fault.ts';
import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { changeUsers } from './change-users.ts';
import { passwordChange } from './new-password.ts';
import { userKind } from './user-kind.ts';

export const userSetPassword = query({
  name: 'user set-password',
  about: 'give a user another password; the present one is needed',
  details:
    'Both are asked for, the new one twice; with --password-stdin they come from stdin, a line each, the present one first. They never stand on the command line, where others could read them.',
  group: 'groups and users',
  effect: 'changes',
  undo: { not: 'nobody knows the old one' },
  shownBy: 'a login to the console',
  operands: { user: { kind: 'user', about: 'username, id or e-mail' } },
  options: { passwordStdin: { kind: 'flag', about: 'take both passwords from stdin' } },
  search: ['passwd', 'reset', 'password'],
  examples: [
    { line: 'cbq user set-password analyst --dry-run', shows: 'what would be sent, without the passwords' },
  ],
  async run({ user, passwordStdin }, context) {
    const { users } = await context.cb();
    const found = await picked([user], userKind, () => users.list({ signal: context.signal }), context);
    const { present, next } = await passwordChange(found[0]?.username ?? user, passwordStdin, context);
    return await changeUsers(
      found.map((object) => ({ object })),
      {
        verb: 'changed',
        wanted: () => ({ password: next, current_password: present }),
        isHidden: true,
        refused: (error) =>
          lacksRight(error)
            ? error.reworded({
                message: 'the server refused it (403): the present password is wrong, or a right is missing',
                hint: 'nothing was changed',
              })
            : error,
      },
      context,
    );
  },
});
