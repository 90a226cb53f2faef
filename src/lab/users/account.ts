import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';
import { type GrantedRights, rights } from './right.ts';

/** A console user as the server stores it (contract/users-teams.md). */
export interface Account {
  readonly id: number;
  readonly username: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly global_admin: boolean;
  /** Ids of teams. */
  readonly teams: readonly number[];
  /** Salted hash; null for who never logs in. Never sent. */
  readonly password: string | null;
  readonly granted: GrantedRights;
}

export type Accounts = Map<string, Account>;

export const accountSection: Section<Accounts> = {
  name: 'users',
  read: (kept) => {
    const accounts = Array.isArray(kept) ? kept.flatMap(readAccount) : firstAccounts();
    return new Map(accounts.map((account) => [account.username, account]));
  },
  write: (accounts) => [...accounts.values()],
};

/** An account with nothing in it but its name. */
export function makeAccount(id: number, username: string, more: Partial<Account> = {}): Account {
  return {
    first_name: '',
    last_name: '',
    email: '',
    global_admin: false,
    teams: [],
    password: null,
    granted: {},
    ...more,
    id,
    username,
  };
}

/** One of each kind, and a few colleagues. */
function firstAccounts(): Account[] {
  const person = (
    id: number,
    username: string,
    [first_name, last_name]: readonly [string, string],
    more: Partial<Account>,
  ) =>
    makeAccount(id, username, {
      first_name,
      last_name,
      email: `${username}@corp.northwind-lab.example`,
      ...more,
    });
  return [
    person(1, 'admin', ['Lab', 'Administrator'], { global_admin: true }),
    person(2, 'analyst', ['Ruth', 'Okafor'], { teams: [1], granted: { uninstallSensors: false } }),
    person(3, 'viewer', ['Tomas', 'Lindqvist'], { teams: [2] }),
    person(4, 'kwatanabe', ['Kenji', 'Watanabe'], {
      teams: [4],
      granted: { banHashes: false, uninstallSensors: false },
    }),
    person(5, 'hschulz', ['Hanna', 'Schulz'], { teams: [1, 3] }),
    person(6, 'jmoreau', ['Julie', 'Moreau'], { global_admin: true, teams: [1] }),
  ];
}

function readAccount(value: unknown): Account[] {
  if (!isRecord(value) || typeof value['id'] !== 'number' || typeof value['username'] !== 'string') return [];
  const text = (name: string) => (typeof value[name] === 'string' ? value[name] : '');
  const teams = Array.isArray(value['teams']) ? value['teams'].filter((id) => typeof id === 'number') : [];
  const granted = isRecord(value['granted']) ? value['granted'] : {};
  const kept = rights.flatMap((right) => {
    const is = granted[right];
    return typeof is === 'boolean' ? [[right, is]] : [];
  });
  return [
    makeAccount(value['id'], value['username'], {
      first_name: text('first_name'),
      last_name: text('last_name'),
      email: text('email'),
      global_admin: value['global_admin'] === true,
      teams,
      password: text('password') || null,
      granted: Object.fromEntries(kept),
    }),
  ];
}
