import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Era } from '../era.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { accountName } from './account-name.ts';
import { History, traceRules } from './history.ts';
import { buildIndexes, createHistoryFile, keepHistoryFile, layout, openHistoryFile } from './history-file.ts';
import { documentsInMemory } from './history-size.ts';
import { HistoryWriter } from './history-writer.ts';
import { makeHistory } from './made/make-history.ts';
import { sharedHistory } from './shared-history.ts';
import { TraceBook } from './trace-book.ts';

/** How long others wait for their turn while history is being made. */
const turnMs = 25;

export interface HistoryOptions {
  readonly seed: number;
  /** Unix milliseconds. */
  readonly now: number;
  readonly count: number;
  readonly era: Era;
  readonly fleet: Fleet;
  /** Where `--data` keeps it; undefined without. */
  readonly keptFolder: string | undefined;
  readonly temporaryFolder: string;
  /** Nothing is written to it, and others of the same process may have it, too. */
  readonly isShared?: boolean;
}

/** Opens the kept history, or makes one: at once, or letting other work in between. Rejects when the signal ends. */
export async function openHistory(options: HistoryOptions, signal: AbortSignal): Promise<History> {
  const { seed, era, fleet, count, keptFolder } = options;
  if (options.isShared === true) {
    // Others may wait for it.
    const forever = new AbortController().signal;
    const shared = await sharedHistory(options, async () => {
      const { file } = await openHistory({ ...options, isShared: false }, forever);
      return file;
    });
    return new History(shared.file, era, fleet, seed, shared);
  }
  const sensors = [...fleet.all()];
  const plan = JSON.stringify({ layout, seed, count, era: era.name, sensors: sensors.length });
  const keptPath = keptFolder === undefined ? undefined : join(keptFolder, 'processes.db');
  const kept = keptPath === undefined ? undefined : openHistoryFile(keptPath, plan);
  if (kept !== undefined) return new History(kept, era, fleet, seed);
  const path = newPath(options);
  if (path !== undefined) await rm(path, { force: true });
  const file = createHistoryFile(path);
  try {
    const traces = new TraceBook(traceRules(era, seed));
    const writer = new HistoryWriter(file, traces, (draft) => accountName(draft, era));
    file.exec('BEGIN');
    await inTurns(
      makeHistory({ seed, now: options.now, count, sensors }, (draft) => writer.write(draft)),
      signal,
    );
    await inTurns(writer.finish(era.enhancedCommandLines), signal);
    await inTurns(buildIndexes(file), signal);
    file.prepare("INSERT INTO made (key, value) VALUES ('plan', ?)").run(plan);
    file.exec('COMMIT');
    if (path === undefined || keptPath === undefined) return new History(file, era, fleet, seed);
    // Not every system renames a file that is open.
    file.close();
    await keepHistoryFile(path, keptPath);
    const moved = openHistoryFile(keptPath, plan);
    if (moved === undefined) throw new Error(`${keptPath} cannot be read back`);
    return new History(moved, era, fleet, seed);
  } catch (error) {
    if (file.isOpen) file.close();
    if (path !== undefined) await rm(path, { force: true });
    throw error;
  }
}

function newPath({ keptFolder, temporaryFolder, count }: HistoryOptions): string | undefined {
  if (keptFolder !== undefined) return join(keptFolder, 'processes.db.part');
  return count > documentsInMemory ? join(temporaryFolder, 'processes.db') : undefined;
}

async function inTurns(work: Generator<void>, signal: AbortSignal): Promise<void> {
  let since = performance.now();
  for (const _step of work) {
    if (performance.now() - since > turnMs) {
      await turn(undefined, { signal });
      since = performance.now();
    }
  }
}
