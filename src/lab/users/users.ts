import type { LabUserRights } from '../lab.ts';
import { type Account, type Accounts, makeAccount } from './account.ts';
import type { GrantedRights, Right } from './right.ts';
import type { Teams } from './team.ts';
import { hashToken, newToken } from './token.ts';

/** Who asks. */
export interface LabUser {
  readonly username: string;
  /** Whether he has a right; with a group, whether he has it there. */
  may(right: Right, groupId?: number): boolean;
}

/** The console users, and who may ask, by token. Tokens do not outlive the lab, but for that of `--data`. */
export class Users {
  readonly accounts: Accounts;
  readonly #teams: Teams;
  /** By the hash of the token. */
  readonly #names = new Map<string, string>();
  /** The token the 5.2 age shows of each. */
  readonly #tokens = new Map<string, string>();

  constructor(accounts: Accounts, teams: Teams) {
    this.accounts = accounts;
    this.#teams = teams;
  }

  /** A token for a user; one that is not there yet is made. Without `rights` an account keeps those it has. */
  add(username: string, rights: LabUserRights | undefined, token = newToken()): string {
    const known = this.accounts.get(username);
    if (known === undefined || rights !== undefined) {
      const isAdmin = rights?.globalAdmin !== false;
      this.accounts.set(username, {
        ...(known ?? makeAccount(this.nextId, username)),
        global_admin: isAdmin,
        granted: grantedOf(rights ?? {}),
      });
    }
    this.#names.set(hashToken(token), username);
    this.#tokens.set(username, token);
    return token;
  }

  get nextId(): number {
    return Math.max(0, ...[...this.accounts.values()].map(({ id }) => id)) + 1;
  }

  /** The token of a user; one is made for who has none. */
  tokenOf(username: string): string {
    return this.#tokens.get(username) ?? this.add(username, undefined);
  }

  /** Undefined for a wrong token, and for the token of a user who was removed. */
  byToken(token: string | undefined): LabUser | undefined {
    const username = token === undefined ? undefined : this.#names.get(hashToken(token));
    if (username === undefined || !this.accounts.has(username)) return undefined;
    return { username, may: (right, groupId) => this.#may(username, right, groupId) };
  }

  /** Changes an account; a change of `global_admin` is what counts from then on. */
  change(username: string, change: Partial<Account>): void {
    const account = this.accounts.get(username);
    if (account !== undefined) this.accounts.set(username, { ...account, ...change });
  }

  /** His tokens are worth nothing from now on, even if a user of that name is made again. */
  remove(username: string): void {
    this.accounts.delete(username);
    this.#tokens.delete(username);
    for (const [hash, name] of this.#names) {
      if (name === username) this.#names.delete(hash);
    }
  }

  #may(username: string, right: Right, groupId: number | undefined): boolean {
    const account = this.accounts.get(username);
    if (account === undefined) return false;
    if (right === 'globalAdmin') return account.global_admin;
    return account.granted[right] ?? (account.global_admin || this.#isAnalyst(account, groupId));
  }

  #isAnalyst(account: Account, groupId: number | undefined): boolean {
    return account.teams
      .flatMap((id) => this.#teams.get(id)?.access ?? [])
      .filter((access) => groupId === undefined || access.group_id === groupId)
      .some(({ access_category }) => access_category === 'Analyst' || access_category === 'Administrator');
  }
}

/** A viewer has none of the others unless they are said. */
function grantedOf(rights: LabUserRights): GrantedRights {
  const analyst = rights.analyst !== false;
  return {
    analyst,
    banHashes: rights.banHashes ?? analyst,
    isolateSensors: rights.isolateSensors ?? analyst,
    liveResponse: rights.liveResponse ?? analyst,
    uninstallSensors: rights.uninstallSensors ?? analyst,
  };
}
