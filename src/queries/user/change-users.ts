import type { WireObject } from '../../api/wire/read.ts';
import type { User } from '../../api/wire/user.ts';
import { CbError } from '../../errors/cb-error.ts';
import { lookBehind } from '../../ops/look-behind.ts';
import { proven } from '../../ops/proven.ts';
import { mustBeUnchanged } from '../../ops/unchanged.ts';
import type { Result } from '../../spec/result.ts';
import { toNumber } from '../../text/number.ts';
import type { QueryContext } from '../context.ts';
import { bulkNamed, type Target } from '../picked.ts';

export interface UserChange {
  /** Past participle, for the summary. */
  readonly verb: string;
  /** The fields as they shall be (`teams`: `TeamRef`); undefined where they are so already. */
  wanted(user: User): WireObject | undefined;
  /** Nothing of it shows in a user: it is not looked for afterwards. */
  readonly isHidden?: true;
  /** Gives an error of the write better words. */
  refused?(error: unknown): unknown;
}

/** What a change of somebody else would be lost in. */
const watched = ['first_name', 'last_name', 'email', 'global_admin', 'teams'];

/**
 * Changes users by sending each whole, as the route wants it (contract/users-teams.md): read again just before, refused where somebody
 * else has changed it meanwhile, and read once more behind, since the reply says nothing of what came of it.
 */
export async function changeUsers(
  targets: readonly Target<User>[],
  change: UserChange,
  context: QueryContext,
): Promise<Result> {
  const { users, serverInfo } = await context.cb();
  const asObjects = await serverInfo.isAtLeast(6, 1, { signal: context.signal });
  return bulkNamed(
    targets,
    {
      noun: 'users',
      verb: change.verb,
      columns: [{ field: 'username', head: 'username', of: ({ username }) => username, style: () => 'name' }],
      async act(before, signal) {
        const { username } = before;
        const now = await users.get(username, { signal });
        const seen = watched.filter((field) => before.wire[field] !== undefined);
        mustBeUnchanged(`user ${username}`, comparable(before), comparable(now), seen);
        const wanted = change.wanted(now);
        if (wanted === undefined) return { outcome: 'same' };
        mustBeWhole(now);
        const teams = (wanted['teams'] as readonly TeamRef[] | undefined) ?? now.teams;
        const object = { ...now.wire, ...wanted, teams: wireTeams(teams, asObjects) };
        const isSo = async () => {
          if (change.isHidden === true) throw new CbError('Unsupported', 'a user does not show it');
          return change.wanted(await users.get(username, { signal })) === undefined;
        };
        await proven(() => users.update(username, object, { signal }), isSo).catch((error: unknown) => {
          throw change.refused?.(error) ?? error;
        });
        if (context.dryRun || change.isHidden === true) return { outcome: 'done' };
        const after = await lookBehind(users.get(username, { signal }));
        if (change.wanted(after) === undefined) return { outcome: 'done' };
        throw new CbError(
          'ServerError',
          `the server took the change of ${username} and shows nothing of it`,
          {
            hint: '--debug shows the requests',
          },
        );
      },
    },
    context,
  );
}

function mustBeWhole({ username, teams }: User): void {
  if (teams.every(({ id }) => id !== '')) return;
  throw new CbError('BadReply', `a team of user ${username} cannot be read: a change would take it away`);
}

export interface TeamRef {
  readonly id: string;
  readonly name: string;
}

/** From 6.1 on teams are objects, before that ids. */
function wireTeams(teams: readonly TeamRef[], asObjects: boolean): readonly unknown[] {
  return teams.map(({ id, name }) => {
    const number = toNumber(id) ?? id;
    return asObjects ? { id: number, name } : number;
  });
}

function comparable({ firstName, lastName, email, isGlobalAdmin, teams }: User): WireObject {
  return {
    first_name: firstName,
    last_name: lastName,
    email,
    global_admin: isGlobalAdmin,
    teams: teams.map(({ id }) => id).sort(),
  };
}
