import type { StatementSync } from 'node:sqlite';
import { type Arrival, arrivals } from './arrivals.ts';
import type { History } from './history.ts';
import type { StoredDocument } from './stored-document.ts';

/** Programs that come again; what runs since the boot is not started twice, and a parent must run still. */
const examples = `
SELECT d.* FROM document d JOIN document p ON p.id = d.parent
WHERE d.segment = 1 AND d.ended > 0 AND p.ended = 0 ORDER BY d.id LIMIT 2000`;

/** Lets documents come to a history as time goes by. What came is in no kept file. */
export class Growth {
  readonly #history: History;
  readonly #coming: Iterator<Arrival, never> | undefined;
  readonly #insert: StatementSync;
  #next: Arrival | undefined;
  /** Taken in, and not found yet. */
  #waiting: Arrival[] = [];

  constructor(
    history: History,
    options: { readonly seed: number; readonly sinceMs: number; readonly perMinute: number },
  ) {
    this.#history = history;
    const { file } = history;
    const columns = file
      .prepare('SELECT name FROM pragma_table_info(?)')
      .all('document')
      .map(({ name }) => String(name));
    this.#insert = file.prepare(
      `INSERT INTO document (${columns.join(', ')}) VALUES (${columns.map((name) => `:${name}`).join(', ')})`,
    );
    const models = file.prepare(examples).all() as unknown as StoredDocument[];
    const last = file.prepare('SELECT max(id) AS id FROM document').get()?.['id'];
    this.#coming =
      models.length === 0 ? undefined : arrivals(models, { ...options, firstId: Number(last) + 1 });
    this.#next = this.#coming?.next().value;
  }

  /** Has everything found that is due by then, Unix ms; whether that was anything. */
  upTo(nowMs: number): boolean {
    while (this.#coming !== undefined && this.#next !== undefined && this.#next.row.received <= nowMs) {
      this.#waiting.push(this.#next);
      this.#next = this.#coming.next().value;
    }
    const due = this.#waiting.filter(({ foundMs }) => foundMs <= nowMs);
    if (due.length === 0) return false;
    this.#waiting = this.#waiting.filter(({ foundMs }) => foundMs > nowMs);
    this.#history.file.exec('BEGIN');
    for (const { row } of due) this.#insert.run({ ...row });
    this.#history.file.exec('COMMIT');
    this.#history.documents += due.length;
    return true;
  }
}
