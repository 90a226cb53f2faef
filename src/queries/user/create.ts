import { CbError } from '../../errors/cb-error.ts';
import { lookBehind } from '../../ops/look-behind.ts';
import { proven } from '../../ops/proven.ts';
import { toNumber } from '../../text/number.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { teamKind } from '../team/team-kind.ts';
import { newPassword } from './new-password.ts';

export const userCreate = query({
  name: 'user create',
  about: 'create a user of the console',
  details:
    'The password is asked for, twice, or comes from stdin with --password-stdin: never from the command line, where others could read it. A password manager can give it: pass cb/jdoe | cbq user create jdoe --password-stdin. Global administrators only.',
  group: 'groups and users',
  effect: 'changes',
  undo: { not: 'cbq user remove takes it away' },
  operands: { username: { kind: 'text', about: 'to log in with' } },
  options: {
    firstName: { kind: 'text', value: 'NAME', about: 'first name' },
    lastName: { kind: 'text', value: 'NAME', about: 'last name' },
    email: { kind: 'text', value: 'ADDRESS', about: 'e-mail address' },
    team: { kind: 'team', value: 'TEAM', repeat: true, about: 'id or name of a team to be in' },
    globalAdmin: { kind: 'flag', about: 'may do everything on this server' },
    passwordStdin: { kind: 'flag', about: 'take the password from stdin' },
  },
  search: ['new', 'add', 'account', 'password'],
  examples: [
    {
      line: "cbq user create jdoe --first-name Jane --last-name Doe --email jdoe@example.com --team 'SOC Analysts'",
      shows: 'a new analyst; asks for the password',
    },
    {
      line: 'cbq user create msmith --email msmith@example.com --global-admin --dry-run',
      shows: 'what would be sent, without a password',
    },
  ],
  async run({ username: typed, firstName, lastName, email, team, globalAdmin, passwordStdin }, context) {
    const { users, teams } = await context.cb();
    const { signal } = context;
    const username = typed.trim();
    if (username === '') throw new CbError('Usage', 'a user needs a username');
    const taken = (await users.list({ signal })).find(
      (each) => each.username.toLowerCase() === username.toLowerCase(),
    );
    if (taken !== undefined) {
      throw new CbError('CommandFailed', `there is a user "${taken.username}" already`, {
        hint: 'cbq user set changes names and e-mail, cbq team add-user teams',
      });
    }
    const inTeams =
      team.length === 0 ? [] : await picked(team, teamKind, () => teams.list({ signal }), context);
    const password = await newPassword(username, passwordStdin, context);
    return bulk(
      {
        items: [username],
        noun: 'users',
        verb: 'created',
        columns: [{ field: 'username', head: 'username', of: (name) => name, style: () => 'name' }],
        async act(name, signal) {
          const user = {
            username: name,
            first_name: firstName ?? '',
            last_name: lastName ?? '',
            email: email ?? '',
            password,
            global_admin: globalAdmin,
            teams: inTeams.map(({ id }) => toNumber(id) ?? id),
          };
          const isListed = async () => (await users.list({ signal })).some((each) => each.username === name);
          await proven(() => users.create(user, { signal }), isListed);
          // The server says no more than that it went well.
          if (!context.dryRun) await lookBehind(users.get(name, { signal }));
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});
