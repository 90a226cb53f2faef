import { createHash, randomBytes } from 'node:crypto';

export interface LabUser {
  readonly username: string;
  /** Global administrator: may ask for storage partitions and the like. */
  readonly isAdmin: boolean;
  readonly mayLiveRespond: boolean;
}

/** Who may ask, by token. Tokens are looked up by their hash, so that the time of a look-up tells nothing. */
export class Users {
  readonly #byHash = new Map<string, LabUser>();

  add(user: LabUser, token = newToken()): string {
    this.#byHash.set(hash(token), user);
    return token;
  }

  byToken(token: string | undefined): LabUser | undefined {
    return token === undefined ? undefined : this.#byHash.get(hash(token));
  }
}

/** 40 hex digits, as the console shows them; random whatever the seed. */
export function newToken(): string {
  return randomBytes(20).toString('hex');
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
