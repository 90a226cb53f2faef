import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

export type Row = Readonly<Record<string, unknown>>;

/** The tables of a run, by their statements. */
export class Tables {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  close(): void {
    this.#db.close();
  }

  prepare(sql: string): StatementSync {
    return this.#db.prepare(sql);
  }

  /** All of it or nothing; within another one it is a part of that. */
  within<T>(work: () => T): T {
    if (this.#db.isTransaction) return work();
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  /** How many rows were changed. */
  do(sql: string, ...values: readonly SQLInputValue[]): number {
    return Number(this.#db.prepare(sql).run(...values).changes);
  }

  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#db.prepare(sql).all(...values);
  }

  /** Without any column where there is no row. */
  one(sql: string, ...values: readonly SQLInputValue[]): Row {
    return this.#db.prepare(sql).get(...values) ?? {};
  }
}
