import { toBoolean, toId, toText } from '../../text/number.ts';
import { isObject, toObject, type WireObject } from './read.ts';

/** A team that a user is in; servers before 6.1 may say no more of it than its id. */
export interface TeamOfUser {
  readonly id: string;
  readonly name: string;
}

/** A console user (contract/users-teams.md). `wire` is without what is secret: servers of 5.2 send `auth_token` in clear. */
export interface User {
  /** Unique, and what the routes name a user by. */
  readonly username: string;
  /** The username, or a number. */
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly isGlobalAdmin: boolean;
  readonly teams: readonly TeamOfUser[];
  readonly wire: WireObject;
}

/** Reads a user; never fails on what is missing or mistyped. */
export function readUser(json: unknown): User {
  const wire = withoutSecrets(toObject(json));
  const username = toText(wire['username']) ?? toId(wire['id']) ?? '';
  return {
    username,
    id: toId(wire['id']) ?? username,
    firstName: toText(wire['first_name']) ?? '',
    lastName: toText(wire['last_name']) ?? '',
    email: toText(wire['email']) ?? '',
    isGlobalAdmin: toBoolean(wire['global_admin']) ?? false,
    teams: readTeams(wire['teams']),
    wire,
  };
}

/** Of an unknown server every field that may hold a secret, not just the known `auth_token` and `password`. */
function withoutSecrets(wire: WireObject): WireObject {
  return Object.fromEntries(
    Object.entries(wire).filter(([key]) => !/pass(?:word|wd)|token|secret/i.test(key)),
  );
}

/** Those without an id are kept: whoever writes the list back would take them away. */
function readTeams(value: unknown): readonly TeamOfUser[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((each) => each !== null)
    .map((each: unknown) => {
      const id = toId(isObject(each) ? (each['id'] ?? each['team_id']) : each);
      const name = isObject(each) ? (toText(each['name']) ?? toText(each['team_name']) ?? '') : '';
      return { id: id ?? '', name: id === undefined && name === '' ? JSON.stringify(each) : name };
    });
}
