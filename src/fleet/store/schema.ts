import { DatabaseSync } from 'node:sqlite';
import { CbError } from '../../errors/cb-error.ts';
import { Tables } from './tables.ts';

/** Another meaning of a column is another number. */
const schemaNumber = 1;
/** `cbfl`: it is a run of ours. */
const applicationId = 0x6362666c;

const tables = `
CREATE TABLE run (
  line TEXT NOT NULL, profile TEXT NOT NULL, server TEXT NOT NULL, directory TEXT NOT NULL,
  created_ms REAL NOT NULL, expires_ms REAL NOT NULL, rules TEXT NOT NULL,
  wish TEXT NOT NULL DEFAULT 'run', pause_reason TEXT, canary_ok INTEGER NOT NULL DEFAULT 0,
  forgiven INTEGER NOT NULL DEFAULT 0, results_bytes INTEGER NOT NULL DEFAULT 0,
  owner TEXT, owner_pid INTEGER, owner_machine TEXT, owner_since_ms REAL, owner_heard_ms REAL
) STRICT;
CREATE TABLE step (number INTEGER PRIMARY KEY, line TEXT NOT NULL, verb TEXT NOT NULL, effect TEXT NOT NULL, is_one_write INTEGER NOT NULL) STRICT;
CREATE TABLE host (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, os TEXT NOT NULL, group_id INTEGER, place INTEGER NOT NULL,
  is_canary INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting', step INTEGER NOT NULL DEFAULT 1,
  detail TEXT, is_online INTEGER NOT NULL, last_check_in_ms REAL, next_check_in_ms REAL,
  not_before_ms REAL NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX host_state ON host (state);
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY, host INTEGER NOT NULL, step INTEGER NOT NULL, state TEXT NOT NULL, writes INTEGER NOT NULL,
  session_id INTEGER NOT NULL, started_ms REAL NOT NULL, ended_ms REAL, exit_code INTEGER, detail TEXT,
  offset INTEGER NOT NULL DEFAULT 0, length INTEGER NOT NULL DEFAULT 0, sha256 TEXT
) STRICT;
CREATE INDEX attempt_host ON attempt (host, step);
CREATE TABLE post (
  attempt INTEGER NOT NULL, key INTEGER NOT NULL, session_id INTEGER NOT NULL, name TEXT NOT NULL, object TEXT NOT NULL,
  command_id INTEGER, is_ended INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (attempt, key)
) STRICT;
CREATE TABLE file (
  attempt INTEGER NOT NULL, remote TEXT NOT NULL, local TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL
) STRICT;
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${schemaNumber};
`;

/** Makes the tables of a new run with what it begins with: all of it or nothing. `Config` where its disk cannot keep one. */
export function makeTables(path: string, fill: (tables: Tables) => void = () => undefined): DatabaseSync {
  const db = open(path);
  try {
    mustKeepLog(db.prepare('PRAGMA journal_mode = WAL').get(), path);
    const made = new Tables(db, path);
    made.durably(() => {
      db.exec(tables);
      fill(made);
    });
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens those of a run. `Config` for what is no run, or one of a version that is not known here. */
export function openTables(path: string): DatabaseSync {
  const db = open(path);
  try {
    if (numberOf(db, 'application_id') !== applicationId) throw noRun(path, 'it is no run');
    const version = numberOf(db, 'user_version');
    if (version === schemaNumber) return db;
    throw noRun(path, `its tables are of version ${version}, and this program knows ${schemaNumber}`);
  } catch (error) {
    db.close();
    throw error instanceof CbError ? error : noRun(path, 'it is no run', error);
  }
}

/** False for tables whose maker has not finished them, and has sent nothing. What cannot be read may be a run. */
export function mayBeRun(path: string): boolean {
  try {
    const db = open(path);
    try {
      return numberOf(db, 'application_id') === applicationId;
    } finally {
      db.close();
    }
  } catch {
    return true;
  }
}

function numberOf(db: DatabaseSync, pragma: string): number {
  return Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
}

function open(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5000 });
  db.exec('PRAGMA foreign_keys = ON;');
  return db;
}

function noRun(path: string, why: string, cause?: unknown): CbError {
  return new CbError('Config', `${path} cannot be read: ${why}`, {
    cause,
    hint: 'the version that made it reads it; cblr fleet list shows the others',
  });
}

/** Without a log beside it, as on a disk of the network, a process that is killed may leave a run that nobody can trust. */
export function mustKeepLog(answer: object | undefined, path: string): void {
  const [mode] = Object.values(answer ?? {});
  if (mode === 'wal') return;
  throw new CbError('Config', `no run can be kept at ${path}: its disk takes no write-ahead log`, {
    hint: 'XDG_STATE_HOME names a folder on a local disk',
  });
}
