import type { User } from '../../api/wire/user.ts';

/** How a user is named: the routes go by the username, people also by id or e-mail. */
export const userKind = {
  noun: 'user',
  idOf: (user: User) => user.username,
  namesOf: (user: User) => [user.username, user.id, user.email].filter((name) => name !== ''),
  lister: 'cbq user',
} as const;
