import type { History } from '../history/history.ts';
import type { Condition } from './condition.ts';
import type { Sort } from './sort.ts';

/** How one row stands for several, by `cb.group`: the column that is the same in them. */
export const groupColumns: Readonly<Record<string, string>> = {
  id: 'process',
  process_name: 'name',
  parent_name: 'parent_name',
  process_md5: 'image',
  path: 'image',
  hostname: 'sensor',
  sensor_id: 'sensor',
  username: 'account',
  cmdline: 'cmdline',
};

export interface Search {
  readonly condition: Condition;
  readonly sort: Sort;
  readonly groupBy: string | undefined;
}

/** Results kept for the next page. */
const keptSearches = 4;
/** From this row on, all rows are put in order once, and later pages are cut from them. */
const deep = 2_000;
/** Up to this share of all documents, hits are gathered and sorted; beyond, the date index is walked. */
const gatheredShare = 0.04;

/** Pages of document ids; documents never change once they are there, and `forget` is told where more have come. */
export class ResultPages {
  readonly #history: History;
  readonly #counts = new Map<string, number>();
  readonly #orders = new Map<string, Float64Array>();

  constructor(history: History) {
    this.#history = history;
  }

  forget(): void {
    this.#counts.clear();
    this.#orders.clear();
  }

  /** Documents that match, groups or not. */
  count({ sql, params }: Condition): number {
    if (sql === '1') return this.#history.documents;
    const key = `${sql}\n${JSON.stringify(params)}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const row = this.#history.file.prepare(`SELECT count(*) AS n FROM document WHERE ${sql}`).get(...params);
    const count = Number(row?.['n'] ?? 0);
    remember(this.#counts, key, count, 200);
    return count;
  }

  page(search: Search, start: number, rows: number): number[] {
    const total = this.count(search.condition);
    if (rows === 0 || start >= total) return [];
    if (start >= deep) return Array.from(this.#order(search, total).subarray(start, start + rows));
    return this.#first(search, total, start + rows).slice(start);
  }

  /** The first so many, reading no further than needed. */
  #first({ condition, sort, groupBy }: Search, total: number, wanted: number): number[] {
    const column = groupBy === undefined ? 'id' : (groupColumns[groupBy] ?? 'id');
    const limit = groupBy === undefined ? ` LIMIT ${wanted}` : '';
    const statement = this.#history.file.prepare(
      `SELECT id, ${column} AS one FROM document WHERE ${condition.sql} ${this.#orderBy(condition, sort, total)}${limit}`,
    );
    statement.setReturnArrays(true);
    const found: number[] = [];
    const seen = new Set<number>();
    for (const row of statement.iterate(...condition.params) as Iterable<unknown>) {
      const [id, one] = row as [number, number];
      if (groupBy === undefined || !seen.has(one)) {
        seen.add(one);
        found.push(id);
        if (found.length === wanted) break;
      }
    }
    return found;
  }

  #order(search: Search, total: number): Float64Array {
    const { condition, sort, groupBy } = search;
    const key = JSON.stringify([condition, sort, groupBy]);
    const known = this.#orders.get(key);
    if (known !== undefined) return known;
    const column = groupBy === undefined ? 'id' : (groupColumns[groupBy] ?? 'id');
    const statement = this.#history.file.prepare(
      `SELECT id, ${column} FROM document WHERE ${condition.sql} ${this.#orderBy(condition, sort, total)}`,
    );
    statement.setReturnArrays(true);
    const ids = new Float64Array(total);
    const seen = new Set<number>();
    let count = 0;
    for (const row of statement.iterate(...condition.params) as Iterable<unknown>) {
      const [id, one] = row as [number, number];
      if (groupBy !== undefined) {
        if (seen.has(one)) continue;
        seen.add(one);
      }
      ids[count] = id;
      count += 1;
    }
    const order = ids.subarray(0, count);
    remember(this.#orders, key, order, keptSearches);
    return order;
  }

  /** Few hits are gathered and sorted; the plus keeps the database from walking the whole date index for them. */
  #orderBy({ sql }: Condition, { expression, descending }: Sort, total: number): string {
    const isPlain = /^\w+$/.test(expression);
    const isFew = total < this.#history.documents * gatheredShare;
    const isOneColumn = /^(name|sensor|account|image|trace|parent_name|cmdline) = \?$/.test(sql);
    const hint = isPlain && isFew && !isOneColumn && sql !== '1' ? '+' : '';
    const direction = descending ? 'DESC' : 'ASC';
    return `ORDER BY ${hint}${expression} ${direction}, id ${direction}`;
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  const [oldest] = map.keys();
  if (map.size >= most && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}
