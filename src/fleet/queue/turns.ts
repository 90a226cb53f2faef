import { randomBytes } from 'node:crypto';
import { toText } from '../../text/number.ts';
import type { Row, Tables } from '../store/tables.ts';

/** The stay of a host on the queue, as the process of its run knows it. */
export interface TurnState {
  readonly host: number;
  readonly turn: number;
  readonly isOnQueue: boolean;
  /** Who has it; undefined while it waits there. */
  readonly holder: string | undefined;
  /** The last message of that one. */
  readonly seen: number;
  /** What it is at. */
  readonly attempt: number | undefined;
}

const made = `
CREATE TABLE IF NOT EXISTS queue (id TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS turn (
  host INTEGER PRIMARY KEY, turn INTEGER NOT NULL, on_queue INTEGER NOT NULL, holder TEXT, seen INTEGER NOT NULL, attempt INTEGER
) STRICT;
`;

/** Which hosts of a run are on the queue, on disk beside the run. */
export class HostTurns {
  readonly #tables: Tables;
  readonly #turns = new Map<number, TurnState>();
  /** What the run is called on the queue. */
  readonly run: string;

  constructor(tables: Tables) {
    this.#tables = tables;
    this.run = tables.within(() => {
      tables.run(made);
      const id = toText(tables.one('SELECT id FROM queue')['id']);
      if (id !== undefined) return id;
      const fresh = randomBytes(16).toString('hex');
      tables.do('INSERT INTO queue VALUES (?)', fresh);
      return fresh;
    });
    for (const row of tables.all('SELECT * FROM turn')) this.#keep(readTurn(row));
  }

  get(host: number): TurnState | undefined {
    return this.#turns.get(host);
  }

  onQueue(): readonly TurnState[] {
    return [...this.#turns.values()].filter(({ isOnQueue }) => isOnQueue);
  }

  /** Hosts that somebody has. */
  held(): readonly TurnState[] {
    return [...this.#turns.values()].filter(({ holder }) => holder !== undefined);
  }

  /** Another turn of each of these hosts begins. */
  put(hosts: readonly number[]): readonly TurnState[] {
    return this.#tables.within(() =>
      hosts.map((host) => {
        const turn = (this.#turns.get(host)?.turn ?? 0) + 1;
        return this.#set({ host, turn, isOnQueue: true, holder: undefined, seen: 0, attempt: undefined });
      }),
    );
  }

  change(host: number, change: Partial<TurnState>): void {
    const turn = this.#turns.get(host);
    if (turn !== undefined) this.#set({ ...turn, ...change });
  }

  /** Nobody has them any more, and whoever thinks so is not heard. */
  end(hosts: readonly number[]): void {
    this.#tables.within(() => {
      for (const host of hosts)
        this.change(host, { isOnQueue: false, holder: undefined, attempt: undefined });
    });
  }

  #set(state: TurnState): TurnState {
    const { host, turn, isOnQueue, holder, seen, attempt } = state;
    this.#tables.do(
      'INSERT OR REPLACE INTO turn VALUES (?, ?, ?, ?, ?, ?)',
      ...[host, turn, Number(isOnQueue), holder ?? null, seen, attempt ?? null],
    );
    return this.#keep(state);
  }

  #keep(state: TurnState): TurnState {
    this.#turns.set(state.host, state);
    return state;
  }
}

/** Where a run goes on without the queue, workers that still have a host of it write nothing any more. */
export function forgetTurns(tables: Tables): void {
  const isThere = tables.one("SELECT 1 AS is_there FROM sqlite_schema WHERE name = 'turn'")['is_there'];
  if (isThere === 1)
    tables.do('UPDATE turn SET turn = turn + 1, on_queue = 0, holder = NULL, attempt = NULL');
}

function readTurn(row: Row): TurnState {
  const { host, turn, on_queue, holder, seen, attempt } = row;
  return {
    host: Number(host),
    turn: Number(turn),
    isOnQueue: on_queue === 1,
    holder: toText(holder ?? undefined),
    seen: Number(seen),
    attempt: attempt === null ? undefined : Number(attempt),
  };
}
