import type { Step } from './run-types.ts';
import type { Tables } from './tables.ts';

/** A step is over on a host, whatever came of it: only `retry` takes that back, by dropping the attempt. */
const settled = "('done', 'failed', 'unknown', 'skipped')";
const listed = 'IN (SELECT value FROM json_each(?))';
const isLeft = `NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.host = host.id AND attempt.step = step.number AND attempt.state IN ${settled})`;
const hasLeft = `EXISTS (SELECT 1 FROM step WHERE ${isLeft})`;

const has = (state: string) =>
  `EXISTS (SELECT 1 FROM attempt WHERE attempt.host = host.id AND attempt.state = '${state}')`;

/** What a host is that has nothing left: what nobody knows goes before what failed, and that before what is done. */
const ended = `UPDATE host SET step = coalesce((SELECT max(number) FROM step), 1), detail = (
    SELECT detail FROM attempt WHERE attempt.host = host.id AND attempt.state IN ('unknown', 'failed')
    ORDER BY attempt.state DESC, attempt.step LIMIT 1),
  state = CASE WHEN ${has('unknown')} THEN 'unknown' WHEN ${has('failed')} THEN 'failed' WHEN ${has('done')} THEN 'done'
    ELSE 'skipped' END`;

/** What is left of these steps on these hosts is over. */
const settle = (hosts: string, steps: string) =>
  `INSERT INTO attempt (host, step, state, writes, session_id, started_ms, ended_ms, detail)
   SELECT host.id, step.number, ?, 0, 0, ?, ?, ? FROM host, step WHERE ${hosts} AND ${steps} AND ${isLeft}`;

/** Why a step is skipped on hosts that it was not meant for. */
export const notMeant = 'left out';

export interface Grown {
  readonly steps: readonly Step[];
  /** Ids of the hosts that are meant; on the others these steps are skipped. */
  readonly meant: readonly number[];
  /** What the run does, for people. */
  readonly line: string;
  readonly nowMs: number;
  /** How long hosts that are offline are waited for now. */
  readonly expiresMs: number;
}

/** Puts steps behind those that there are. Each host does what it has left, in its order. */
export function addSteps(tables: Tables, { steps, meant, line, nowMs, expiresMs }: Grown): void {
  const ids = JSON.stringify(meant);
  const first = steps[0]?.number ?? 1;
  tables.within(() => {
    tables.do('UPDATE run SET line = ?, expires_ms = ?', line, expiresMs);
    for (const { number, line: typed, verb, effect, isOneWrite } of steps)
      tables.do('INSERT INTO step VALUES (?, ?, ?, ?, ?)', number, typed, verb, effect, Number(isOneWrite));
    const others = settle(`host.id NOT ${listed}`, 'step.number >= ?');
    tables.do(others, 'skipped', nowMs, nowMs, notMeant, ids, first);
    tables.do(
      `UPDATE host SET state = 'waiting', step = ?, detail = NULL, attempts = 0, not_before_ms = 0
       WHERE state NOT IN ('waiting', 'opening', 'running') AND id ${listed}`,
      ...[first, ids],
    );
    tables.do(`${ended} WHERE state = 'waiting' AND id NOT ${listed} AND NOT ${hasLeft}`, ids);
  });
}

/** What nobody has begun of some steps is skipped. Gives on how many hosts. */
export function cancelSteps(
  tables: Tables,
  steps: readonly number[],
  { nowMs, detail }: { readonly nowMs: number; readonly detail: string },
): number {
  const hosts =
    "host.state IN ('waiting', 'opening', 'running') AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.host = host.id AND attempt.step = step.number AND attempt.state = 'intended')";
  let count = 0;
  tables.within(() => {
    const before = Number(tables.one('SELECT coalesce(max(id), 0) AS id FROM attempt')['id']);
    tables.do(
      settle(hosts, `step.number ${listed}`),
      ...['skipped', nowMs, nowMs, detail],
      JSON.stringify(steps),
    );
    count = Number(tables.one('SELECT count(DISTINCT host) AS n FROM attempt WHERE id > ?', before)['n']);
    tables.do(`${ended} WHERE state = 'waiting' AND NOT ${hasLeft}`);
  });
  return count;
}

/** The first step that a host has left; undefined for none. */
export function nextStep(tables: Tables, host: number): number | undefined {
  const left = isLeft.replaceAll('host.id', '?1');
  const { number } = tables.one(`SELECT min(number) AS number FROM step WHERE ${left}`, host);
  return typeof number === 'number' ? number : undefined;
}

/** A host has nothing left. */
export function endHost(tables: Tables, host: number): void {
  tables.do(`${ended} WHERE id = ?`, host);
}

/** There is no session on a host: what it has left has failed. */
export function failHost(tables: Tables, host: number, detail: string, nowMs: number): void {
  tables.do(settle('host.id = ?', 'TRUE'), 'failed', nowMs, nowMs, detail, host);
  endHost(tables, host);
}

/** After a crash: a host that has something left waits, and one that has not has ended. */
export function restateHosts(tables: Tables): void {
  tables.do(`UPDATE host SET state = 'waiting' WHERE state IN ('done', 'failed', 'unknown') AND ${hasLeft}`);
  tables.do(`${ended} WHERE state = 'waiting' AND NOT ${hasLeft}`);
}

/** Steps that ended so are to be done again. Gives on how many hosts. */
export function dropSettled(tables: Tables, states: readonly string[]): number {
  const some = JSON.stringify(states);
  const hosts = `(SELECT host FROM attempt WHERE state ${listed})`;
  let count = 0;
  tables.within(() => {
    count = tables.do(
      `UPDATE host SET state = 'waiting', detail = NULL, not_before_ms = 0, attempts = 0,
       step = (SELECT min(attempt.step) FROM attempt WHERE attempt.host = host.id AND attempt.state ${listed})
       WHERE id IN ${hosts}`,
      ...[some, some],
    );
    tables.do(`UPDATE attempt SET state = 'dropped' WHERE state ${listed}`, some);
  });
  return count;
}
