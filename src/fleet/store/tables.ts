import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { CbError } from '../../errors/cb-error.ts';
import { LocalFault } from '../../errors/local-fault.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The tables of a run, by their statements. What SQLite fails with is `LocalFile`, `Integrity` where they are damaged. */
export class Tables {
  readonly #db: DatabaseSync;
  readonly #path: string;
  readonly #statements = new Map<string, StatementSync>();
  #isDurable: boolean | undefined;

  constructor(db: DatabaseSync, path: string) {
    this.#db = db;
    this.#path = path;
  }

  close(): void {
    this.#db.close();
  }

  /** All of it or nothing; within another one it is a part of that. A process that is killed behind it has written it. */
  within<T>(work: () => T): T {
    return this.#transaction(work, false);
  }

  /** The same, and on the disk, not only with the system: it is so after the power was cut, too. */
  durably<T>(work: () => T): T {
    return this.#transaction(work, true);
  }

  /** Several statements without values. */
  run(sql: string): void {
    this.#db.exec(sql);
  }

  /** How many rows were changed. */
  do(sql: string, ...values: readonly SQLInputValue[]): number {
    return Number(this.#asked(() => this.#prepared(sql).run(...values)).changes);
  }

  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#asked(() => this.#prepared(sql).all(...values));
  }

  /** Without any column where there is no row. */
  one(sql: string, ...values: readonly SQLInputValue[]): Row {
    return this.#asked(() => this.#prepared(sql).get(...values)) ?? {};
  }

  #transaction<T>(work: () => T, isDurable: boolean): T {
    if (this.#db.isTransaction) return work();
    return this.#asked(() => {
      if (this.#isDurable !== isDurable)
        this.#db.exec(`PRAGMA synchronous = ${isDurable ? 'FULL' : 'NORMAL'}`);
      this.#isDurable = isDurable;
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.#db.exec('COMMIT');
        return result;
      } catch (error) {
        // A disk that is full has ended it already.
        if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  #prepared(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #asked<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw sqliteFault(error, this.#path);
    }
  }
}

/** The low byte of what SQLite fails with (sqlite.org/rescode.html). */
const faults: Readonly<Record<number, { readonly code: string; readonly words: string }>> = {
  5: { code: 'EBUSY', words: 'another process has it locked' },
  8: { code: 'EROFS', words: 'it is read-only' },
  10: { code: 'EIO', words: 'the disk reports an error' },
  13: { code: 'ENOSPC', words: 'the disk is full' },
  14: { code: 'EACCES', words: 'it cannot be opened' },
};

function sqliteFault(error: unknown, path: string): unknown {
  if (error instanceof CbError || !(error instanceof Error) || !('errcode' in error)) return error;
  const number = Number(error.errcode) & 0xff;
  if (number === 11 || number === 26)
    return new CbError('Integrity', `${path} is damaged: ${error.message}`, { cause: error });
  const { code, words } = faults[number] ?? { code: undefined, words: error.message };
  return new LocalFault(`cannot write ${path}: ${words}`, code, {
    cause: error,
    hint: code === 'ENOSPC' ? 'free some space; the run goes on where it stopped' : undefined,
    context: { path, code },
  });
}
