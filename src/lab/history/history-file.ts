import { rename, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';

/** Layout of the file; a kept one with another number is made anew. */
export const layout = 4;

/** A process document is one row: what its process is, what it did since the last check-in, when. Times are Unix ms. */
const tables = `
CREATE TABLE document (
  id INTEGER PRIMARY KEY, process INTEGER NOT NULL, sensor INTEGER NOT NULL, pid INTEGER NOT NULL,
  start INTEGER NOT NULL, sub INTEGER NOT NULL, ended INTEGER NOT NULL,
  image INTEGER NOT NULL, name INTEGER NOT NULL, cmdline INTEGER NOT NULL, account INTEGER NOT NULL,
  parent INTEGER NOT NULL, parent_image INTEGER NOT NULL, parent_name INTEGER NOT NULL,
  segment INTEGER NOT NULL, updated INTEGER NOT NULL, received INTEGER NOT NULL, trace INTEGER NOT NULL,
  modloads INTEGER NOT NULL, filemods INTEGER NOT NULL, regmods INTEGER NOT NULL, netconns INTEGER NOT NULL,
  childprocs INTEGER NOT NULL, crossprocs INTEGER NOT NULL, blocks INTEGER NOT NULL, scripts INTEGER NOT NULL
);
CREATE TABLE cmdline (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE account (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE image (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE trace (
  id INTEGER PRIMARY KEY, sensor INTEGER NOT NULL, path TEXT NOT NULL, variant INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL
);
CREATE TABLE made (key TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

/** Every ASCII character but the blank is part of a word: the words come ready cut (query/tokens.ts). */
const wordIndex = `
CREATE VIRTUAL TABLE cmdline_words USING fts5(
  words, content='', columnsize=0,
  tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~'"
);
CREATE VIRTUAL TABLE cmdline_terms USING fts5vocab(cmdline_words, 'row');
`;

/** Made when all rows are in: half the time of keeping them up to date. */
const indexes = [
  'CREATE INDEX document_updated ON document (updated)',
  'CREATE INDEX document_name ON document (name, updated)',
  'CREATE INDEX document_sensor ON document (sensor, updated)',
  'CREATE INDEX document_account ON document (account, updated)',
  'CREATE INDEX document_cmdline ON document (cmdline, updated)',
  'CREATE INDEX document_image ON document (image, updated)',
  'CREATE INDEX document_trace ON document (trace, updated)',
  'CREATE INDEX document_parent_name ON document (parent_name, updated)',
  'CREATE INDEX document_start ON document (start, pid)',
  'CREATE INDEX document_parent ON document (parent)',
  'CREATE INDEX document_process ON document (process)',
];

/** A new, empty history: in memory, or in a file that nothing has to survive a crash of. */
export function createHistoryFile(path: string | undefined): DatabaseSync {
  const file = new DatabaseSync(path ?? ':memory:');
  file.exec(`
    PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA cache_size = -65536; PRAGMA temp_store = ${path === undefined ? 'MEMORY' : 'FILE'};
    ${tables} ${wordIndex}
  `);
  return file;
}

export function* buildIndexes(file: DatabaseSync): Generator<void> {
  for (const statement of indexes) {
    file.exec(statement);
    yield;
  }
  file.exec('ANALYZE; PRAGMA cache_size = -32768;');
}

/** Opens a kept history, if it is whole and made to the same plan; else undefined. */
export function openHistoryFile(path: string, plan: string): DatabaseSync | undefined {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(path, { readOnly: true });
    file.exec('PRAGMA cache_size = -32768; PRAGMA temp_store = FILE;');
    const kept = file.prepare("SELECT value FROM made WHERE key = 'plan'").get();
    if (kept?.['value'] === plan) return file;
  } catch {
    // Not there, or not a whole one: made anew.
  }
  file?.close();
  return undefined;
}

/** Puts a finished file in its place. */
export async function keepHistoryFile(part: string, path: string): Promise<void> {
  await rm(path, { force: true });
  await rename(part, path);
}
