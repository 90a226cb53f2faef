import { isRecord } from '../json.ts';
import { seededRandom } from '../random.ts';
import type { Section } from '../store.ts';

/** One log-in to the console, or one that failed (contract/users-teams.md, "useractivity"). */
export interface Login {
  readonly username: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly ip_address: string;
  readonly succeeded: boolean;
}

const limit = 1000;

/** Log-ins, oldest first. The lab has no console: the first request with a token counts as one. */
export class Logins {
  readonly #logins: Login[];
  /** Who was here since the lab was started. */
  readonly #here = new Set<string>();

  constructor(logins: readonly Login[]) {
    this.#logins = [...logins];
  }

  get all(): readonly Login[] {
    return this.#logins;
  }

  /** @returns whether it is new */
  note(login: Login): boolean {
    if (login.succeeded && this.#here.has(login.username)) return false;
    if (login.succeeded) this.#here.add(login.username);
    this.#logins.push(login);
    this.#logins.splice(0, this.#logins.length - limit);
    return true;
  }
}

export function loginSection(seed: number, nowMs: number): Section<Logins> {
  return {
    name: 'logins',
    read: (kept) => new Logins(Array.isArray(kept) ? kept.filter(isLogin) : earlier(seed, nowMs)),
    write: (logins) => logins.all,
  };
}

const people = ['analyst', 'viewer', 'kwatanabe', 'hschulz', 'jmoreau'] as const;

/** The working days of the week before; one of them forgot his password. */
function earlier(seed: number, nowMs: number): Login[] {
  const random = seededRandom(seed, 'logins');
  const hour = 3_600_000;
  return people
    .flatMap((username) =>
      Array.from(
        { length: 5 },
        (_, day): Login => ({
          username,
          at: nowMs - (day + 1) * 24 * hour + random.int(-2 * hour, 2 * hour),
          ip_address: `10.20.1.${20 + people.indexOf(username)}`,
          succeeded: !(username === 'kwatanabe' && day < 2),
        }),
      ),
    )
    .sort((a, b) => a.at - b.at);
}

function isLogin(value: unknown): value is Login {
  return (
    isRecord(value) &&
    typeof value['username'] === 'string' &&
    typeof value['ip_address'] === 'string' &&
    typeof value['succeeded'] === 'boolean' &&
    Number.isFinite(value['at'])
  );
}
