import { CbError } from '../../errors/cb-error.ts';
import { hasStatus } from '../../errors/server-fault.ts';
import type { Http } from '../../transport/types.ts';
import { path } from '../path.ts';
import type { WireObject } from '../wire/read.ts';
import { readUser, type User } from '../wire/user.ts';
import { type CallOptions, listOf, oneOf } from './replies.ts';
import { readAt, removeAt, writeAt } from './requests.ts';

export type Users = ReturnType<typeof createUsers>;

/** A user as it is posted. */
export interface NewUser {
  readonly username: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly password: string;
  readonly global_admin: boolean;
  /** Ids. */
  readonly teams: readonly (number | string)[];
}

/** `/api/users` and `/api/user/<username>`, for global administrators (contract/users-teams.md). No secret leaves this file. */
export function createUsers(http: Http) {
  async function list(options?: CallOptions): Promise<readonly User[]> {
    return (await listOf(await readAt(http, '/api/users', options), 'users', 'username', 'id')).map(readUser);
  }

  return {
    list,

    /** One user, from the list where the server is too old to name one. Kind `NotFound`. */
    async get(username: string, options?: CallOptions): Promise<User> {
      const found = await readAt(http, path`/api/user/${username}`, options)
        .then(async (reply) => await oneOf(reply, 'user', 'username', 'id'))
        .catch((error: unknown) => {
          if (hasStatus(error, 404, 405, 500)) return undefined;
          throw error;
        });
      const user = found === undefined ? undefined : readUser(found);
      if (user?.username === username) return user;
      const listed = (await list(options)).find((each) => each.username === username);
      if (listed !== undefined) return listed;
      throw new CbError('NotFound', `no user "${username}"`, { hint: 'cbq user lists them' });
    },

    async create(user: NewUser, options?: CallOptions): Promise<void> {
      await writeAt(http, 'POST', '/api/user', user, options, [user.password]);
    },

    /** Sends the whole object: what it leaves out, the server may take for cleared. */
    async update(username: string, user: WireObject, options?: CallOptions): Promise<void> {
      const secrets = [user['password'], user['current_password']].filter((each) => typeof each === 'string');
      await writeAt(http, 'PUT', path`/api/user/${username}`, user, options, secrets);
    },

    async remove(username: string, options?: CallOptions): Promise<void> {
      await removeAt(http, path`/api/user/${username}`, options);
    },
  };
}
