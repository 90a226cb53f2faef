import { toText } from '../../text/number.ts';
import { readAttempt, readHost, readPost, readRun, wishIn } from './read-rows.ts';
import type { Attempt, HostState, Post, Run, RunHost, Wish } from './run-types.ts';
import type { Tables } from './tables.ts';

/** A process that was quiet for so long has ended, though another one may have its number. */
const quietMs = 60_000;

/** What is to be read of a run. */
export class RunReader {
  /** Who else keeps something of the run keeps it in the same file. */
  readonly tables: Tables;

  protected constructor(tables: Tables) {
    this.tables = tables;
  }

  run(): Run {
    return readRun(
      this.tables.one('SELECT * FROM run'),
      this.tables.all('SELECT * FROM step ORDER BY number'),
    );
  }

  /** What somebody wants of it just now. */
  wish(): Wish {
    return wishIn(this.tables.one('SELECT wish FROM run'));
  }

  /** Another number once another process has written. */
  version(): number {
    return Number(this.tables.one('PRAGMA data_version')['data_version']);
  }

  hosts(): readonly RunHost[] {
    return this.tables.all('SELECT * FROM host ORDER BY place').map(readHost);
  }

  host(id: number): RunHost {
    return readHost(this.tables.one('SELECT * FROM host WHERE id = ?', id));
  }

  /** How many hosts are in each state. */
  counts(): Readonly<Record<HostState, number>> {
    const none = {
      waiting: 0,
      opening: 0,
      running: 0,
      done: 0,
      failed: 0,
      unknown: 0,
      expired: 0,
      skipped: 0,
    };
    const rows = this.tables.all('SELECT state, count(*) AS n FROM host GROUP BY state');
    return { ...none, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) };
  }

  /** Of those that wait. */
  offlineCount(): number {
    const row = this.tables.one("SELECT count(*) AS n FROM host WHERE state = 'waiting' AND is_online = 0");
    return Number(row['n']);
  }

  /** The last attempt of each step on each host; of one step where it is said. */
  lastAttempts(step?: number): readonly Attempt[] {
    return this.tables
      .all(
        `SELECT * FROM attempt WHERE id IN (SELECT max(id) FROM attempt WHERE ?1 IS NULL OR step = ?1 GROUP BY host, step)
         ORDER BY step, host`,
        step ?? null,
      )
      .map(readAttempt);
  }

  lastAttempt(host: number, step: number): Attempt | undefined {
    const [row] = this.tables.all(
      'SELECT * FROM attempt WHERE host = ? AND step = ? ORDER BY id DESC LIMIT 1',
      ...[host, step],
    );
    return row === undefined ? undefined : readAttempt(row);
  }

  /** The first of the steps in front of this one that failed on a host, and what it failed with; without those that may. */
  failureOf(
    host: number,
    step: number,
    mayFail: readonly number[],
  ): { readonly step: number; readonly detail: string } | undefined {
    const rows = this.tables.all(
      `SELECT step, coalesce(detail, 'a step failed') AS detail FROM attempt WHERE host = ? AND step < ? AND state = 'failed'
       AND id IN (SELECT max(id) FROM attempt WHERE host = ? GROUP BY step) ORDER BY step`,
      ...[host, step, host],
    );
    const first = rows.find((row) => !mayFail.includes(Number(row['step'])));
    return first && { step: Number(first['step']), detail: toText(first['detail']) ?? '' };
  }

  /** Those that nobody has ended. */
  openAttempts(): readonly Attempt[] {
    return this.tables.all("SELECT * FROM attempt WHERE state = 'intended' ORDER BY id").map(readAttempt);
  }

  posts(attempt: number): readonly Post[] {
    return this.tables.all('SELECT * FROM post WHERE attempt = ? ORDER BY key', attempt).map(readPost);
  }

  /** A process that is there works on it. Of one on another computer only its beat tells. */
  isOwned(machine: string, nowMs: number, isRunning: (pid: number) => boolean): boolean {
    const { owner } = this.run();
    if (owner === undefined || nowMs - owner.heardMs >= quietMs) return false;
    return owner.machine !== machine || isRunning(owner.pid);
  }
}
