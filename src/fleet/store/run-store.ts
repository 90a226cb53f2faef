import { createHash, randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { CbError } from '../../errors/cb-error.ts';
import type { LocalFiles, OwnLog } from '../../ports/local-files.ts';
import type { Host } from '../host.ts';
import { dropSettled } from './grown-steps.ts';
import { RunReader } from './run-reader.ts';
import type {
  Attempt,
  AttemptState,
  HostState,
  NewRun,
  Owner,
  Post,
  RunHost,
  Step,
  Wish,
} from './run-types.ts';
import { makeTables, openTables } from './schema.ts';
import { Tables } from './tables.ts';

export interface RunPlace {
  /** Of the run: absolute. */
  readonly folder: string;
  readonly files: Pick<LocalFiles, 'openLog' | 'remove'>;
  readonly uid: number;
}

/** How an attempt ended. */
export interface AttemptEnd {
  readonly state: Exclude<AttemptState, 'intended'>;
  readonly exitCode?: number | undefined;
  readonly detail?: string | undefined;
  readonly endedMs: number;
  /** Lines of `results.ndjson`. */
  readonly rows?: Uint8Array;
}

/**
 * A run on disk: `run.sqlite`, and `results.ndjson` with what its steps gave. Who works on it owns it: each write checks that, so that a
 * process that slept while another one took over finds out before it sends anything.
 */
export class RunStore extends RunReader {
  readonly folder: string;
  readonly #results: OwnLog;
  /** Of this process while it works on the run. */
  readonly #token = randomUUID();

  private constructor(db: DatabaseSync, { folder, files, uid }: RunPlace) {
    super(new Tables(db, `${folder}/run.sqlite`));
    this.folder = folder;
    this.#results = files.openLog(`${folder}/results.ndjson`, { begin: 'any', uid });
  }

  static make(
    run: NewRun,
    hosts: readonly Host[],
    place: RunPlace,
    toOurs: (ms: number) => number,
  ): RunStore {
    const { line, profile, server, directory, createdMs, expiresMs, rules } = run;
    const db = makeTables(`${place.folder}/run.sqlite`, (tables) => {
      tables.do(
        'INSERT INTO run (line, profile, server, directory, created_ms, expires_ms, rules) VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[line, profile, server, directory, createdMs, expiresMs, JSON.stringify(rules)],
      );
      for (const step of run.steps) {
        const { number, verb, effect, isOneWrite } = step;
        const values = [number, step.line, verb, effect, Number(isOneWrite)] as const;
        tables.do('INSERT INTO step VALUES (?, ?, ?, ?, ?)', ...values);
      }
      insertHosts(tables, hosts, toOurs);
    });
    // With this file the folder is a run (runs.ts).
    return new RunStore(db, place);
  }

  static open(place: RunPlace): RunStore {
    return new RunStore(openTables(`${place.folder}/run.sqlite`), place);
  }

  close(): void {
    this.#results.close();
    this.tables.close();
  }

  /** Adds hosts that are not in it. */
  addHosts(hosts: readonly Host[], toOurs: (ms: number) => number): number {
    let added = 0;
    this.tables.within(() => {
      added = insertHosts(this.tables, hosts, toOurs);
    });
    return added;
  }

  setWish(wish: Wish, reason?: string): void {
    this.tables.do('UPDATE run SET wish = ?, pause_reason = ?', wish, reason ?? null);
  }

  /** From now on these failures are nobody's concern any more, and the canary is. */
  goOn({ canaryOk }: { readonly canaryOk: boolean }): void {
    const { failed, unknown } = this.counts();
    this.tables.within(() => {
      this.setWish('run');
      this.tables.do('UPDATE run SET forgiven = ?', failed + unknown);
      if (canaryOk) this.tables.do('UPDATE run SET canary_ok = 1');
    });
  }

  extend(expiresMs: number): number {
    let revived = 0;
    this.tables.within(() => {
      this.tables.do('UPDATE run SET expires_ms = ?', expiresMs);
      revived = this.tables.do("UPDATE host SET state = 'waiting', detail = NULL WHERE state = 'expired'");
    });
    return revived;
  }

  /** Takes hosts in these states back, to be gone on with at the step where they stopped. */
  retry(states: readonly HostState[]): number {
    const { rules } = this.run();
    if (rules.grows === true) return dropSettled(this.tables, states);
    if (rules.keepGoing && rules.playbook === undefined) {
      // What was done behind a step that failed is not done again: each host does what it has left.
      this.tables.do('UPDATE run SET rules = ?', JSON.stringify({ ...rules, grows: true }));
      return dropSettled(this.tables, states);
    }
    const marks = states.map(() => '?').join(', ');
    return this.tables.do(
      `UPDATE host SET state = 'waiting', detail = NULL, not_before_ms = 0, attempts = 0 WHERE state IN (${marks})`,
      ...states,
    );
  }

  /** Hosts that wait are skipped. */
  skipWaiting(detail: string): number {
    return this.tables.do("UPDATE host SET state = 'skipped', detail = ? WHERE state = 'waiting'", detail);
  }

  /** The process that works on it, or undefined where this one does from now on. */
  take(
    own: Omit<Owner, 'sinceMs' | 'heardMs'>,
    nowMs: number,
    isRunning: (pid: number) => boolean,
  ): Owner | undefined {
    let other: Owner | undefined;
    this.tables.within(() => {
      if (this.isOwned(own.machine, nowMs, isRunning)) other = this.run().owner;
      else {
        this.tables.do(
          'UPDATE run SET owner = ?, owner_pid = ?, owner_machine = ?, owner_since_ms = ?, owner_heard_ms = ?',
          ...[this.#token, own.pid, own.machine, nowMs, nowMs],
        );
      }
    });
    return other;
  }

  /** Says that this process is there; `Config` where another one has taken over. */
  beat(nowMs: number): void {
    this.#owned(() => this.tables.do('UPDATE run SET owner_heard_ms = ?', nowMs));
  }

  release(): void {
    this.tables.do('UPDATE run SET owner = NULL, owner_pid = NULL WHERE owner = ?', this.#token);
  }

  /** Of many hosts at once. */
  setHosts(changes: ReadonlyMap<number, Partial<RunHost>>): void {
    this.#owned(() => {
      for (const [id, change] of changes) this.#setHost(id, change);
    });
  }

  setHost(id: number, change: Partial<RunHost>): void {
    this.#owned(() => this.#setHost(id, change));
  }

  /** On disk before anything of the step is sent. */
  begin(host: number, step: Step, sessionId: number, startedMs: number): number {
    let id = 0;
    const writes = step.effect === 'reads' ? 0 : 1;
    this.#owned(() => {
      this.tables.do(
        "INSERT INTO attempt (host, step, state, writes, session_id, started_ms) VALUES (?, ?, 'intended', ?, ?, ?)",
        ...[host, step.number, writes, sessionId, startedMs],
      );
      id = Number(this.tables.one('SELECT last_insert_rowid() AS id')['id']);
      this.#setHost(host, { state: 'running', step: step.number, detail: undefined });
    }, writes === 1);
    return id;
  }

  /** On disk before this very write is sent. */
  intend(attempt: number, post: Omit<Post, 'commandId' | 'isEnded'>): void {
    const { key, sessionId, name, object } = post;
    const insert = 'INSERT INTO post (attempt, key, session_id, name, object) VALUES (?, ?, ?, ?, ?)';
    this.#owned(() => this.tables.do(insert, attempt, key, sessionId, name, object), true);
  }

  /** It was not sent, and never will be. */
  unsent(attempt: number, key: number): void {
    this.#owned(() => this.tables.do('DELETE FROM post WHERE attempt = ? AND key = ?', attempt, key));
  }

  posted(attempt: number, key: number, commandId: number): void {
    this.tables.do('UPDATE post SET command_id = ? WHERE attempt = ? AND key = ?', commandId, attempt, key);
  }

  ended(attempt: number, key: number): void {
    this.tables.do('UPDATE post SET is_ended = 1 WHERE attempt = ? AND key = ?', attempt, key);
  }

  fetched(attempt: number, file: { remote: string; local: string; bytes: number; sha256: string }): void {
    const { remote, local, bytes, sha256 } = file;
    this.tables.do('INSERT INTO file VALUES (?, ?, ?, ?, ?)', attempt, remote, local, bytes, sha256);
  }

  /** Rows first, synced; then where they are, how the attempt ended, and what becomes of its host, in one go. */
  async end(attempt: Pick<Attempt, 'id' | 'host'>, end: AttemptEnd, host: Partial<RunHost>): Promise<void> {
    const { rows = new Uint8Array(), state, endedMs, exitCode, detail } = end;
    const offset = this.#results.size();
    if (rows.length > 0) {
      this.#owned(() => this.#results.append(rows));
      await this.#results.sync();
    }
    const sha256 = createHash('sha256').update(rows).digest('hex');
    this.#owned(() => {
      this.tables.do(
        'UPDATE attempt SET state = ?, ended_ms = ?, exit_code = ?, detail = ?, offset = ?, length = ?, sha256 = ? WHERE id = ?',
        ...[state, endedMs, exitCode ?? null, detail ?? null, offset, rows.length, sha256, attempt.id],
      );
      this.tables.do('UPDATE run SET results_bytes = max(results_bytes, ?)', offset + rows.length);
      this.#setHost(attempt.host, host);
    });
  }

  /** Cuts off what a process that was killed wrote without telling where: its step counts as not ended. */
  cutResults(): void {
    const known = Number(this.tables.one('SELECT results_bytes FROM run')['results_bytes']);
    const size = this.#results.size();
    if (size < known) throw new CbError('Integrity', `${this.folder}/results.ndjson is shorter than it was`);
    if (size > known) this.#owned(() => this.#results.cut(known));
  }

  #setHost(id: number, change: Partial<RunHost>): void {
    const entries = Object.entries(change).flatMap(([key, value]) => {
      const column = columns[key];
      return column === undefined
        ? []
        : [[column, typeof value === 'boolean' ? Number(value) : (value ?? null)]];
    });
    if (entries.length === 0) return;
    const sets = entries.map(([column]) => `${column} = ?`).join(', ');
    this.tables.do(
      `UPDATE host SET ${sets} WHERE id = ?`,
      ...entries.map(([, value]) => value as SQLInputValue),
      id,
    );
  }

  #owned<T>(work: () => T, isDurable = false): T {
    const whenOwned = (): T => {
      const { owner } = this.tables.one('SELECT owner FROM run');
      if (owner === this.#token) return work();
      throw new CbError('Config', 'another process works on this run now', {
        hint: 'cblr fleet show says which one',
      });
    };
    return isDurable ? this.tables.durably(whenOwned) : this.tables.within(whenOwned);
  }
}

function insertHosts(tables: Tables, hosts: readonly Host[], toOurs: (ms: number) => number): number {
  const ours = (ms: number | undefined) => (ms === undefined ? null : Math.round(toOurs(ms)));
  let place = Number(tables.one('SELECT coalesce(max(place), 0) AS place FROM host')['place']);
  let added = 0;
  const insert = `INSERT INTO host (id, name, os, group_id, place, is_online, last_check_in_ms, next_check_in_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
  for (const { id, name, os, groupId, isOnline, lastCheckInMs, nextCheckInMs } of hosts) {
    place += 1;
    const times = [ours(lastCheckInMs), ours(nextCheckInMs)] as const;
    added += tables.do(insert, id, name, os, groupId ?? null, place, isOnline ? 1 : 0, ...times);
  }
  return added;
}

/** Of what may change of a host. */
const columns: Readonly<Record<string, string | undefined>> = {
  state: 'state',
  step: 'step',
  detail: 'detail',
  isCanary: 'is_canary',
  isOnline: 'is_online',
  lastCheckInMs: 'last_check_in_ms',
  nextCheckInMs: 'next_check_in_ms',
  notBeforeMs: 'not_before_ms',
  attempts: 'attempts',
};
