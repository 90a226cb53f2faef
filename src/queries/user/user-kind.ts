import type { User } from '../../api/wire/user.ts';
import type { Completer } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';

/** How a user is named: the routes go by the username, people also by id or e-mail. */
export const userKind = {
  noun: 'user',
  idOf: (user: User) => user.username,
  namesOf: (user: User) => [user.username, user.id, user.email].filter((name) => name !== ''),
  lister: 'cbq user',
} as const;

export const completeUser: Completer<QueryContext> = async (_word, { cb }, signal) =>
  (await (await cb()).users.list({ signal })).map(({ username }) => username);
