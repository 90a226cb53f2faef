import { CbError } from '../errors/cb-error.ts';
import { OwnLock } from '../own/own-lock.ts';
import type { OwnLog } from '../ports/local-files.ts';
import { chainLine, type Head, longestLine, origin, sha256Of } from './chain.ts';
import type { FieldsOf, LineTable } from './fields.ts';
import type { FileDeps } from './file-deps.ts';

/** Twenty processes at once each hold it for a few milliseconds. */
const patienceMs = 10_000;
const lineBreak = 0x0a;

/** A chain that several processes add to: whoever does holds its lock, as each line hangs on the one before. */
export class ChainedLog<T extends LineTable> {
  readonly #deps: FileDeps;
  readonly #path: string;

  constructor(path: string, deps: FileDeps) {
    this.#deps = deps;
    this.#path = path;
  }

  async add<K extends keyof T & string>(kind: K, fields: FieldsOf<T[K]>): Promise<void> {
    await this.holding(async (add) => add(kind, fields));
  }

  /** While nobody else adds to it: what is read meanwhile is all there is. */
  async holding<R>(
    work: (add: <K extends keyof T & string>(kind: K, fields: FieldsOf<T[K]>) => void) => Promise<R>,
  ): Promise<R> {
    const { files, clock, own } = this.#deps;
    const lock = new OwnLock(files, clock, own, `${this.#path}.lock`, patienceMs);
    if (!(await lock.take())) {
      throw new CbError('LocalFile', `${this.#path} is being written by another process`, {
        hint: `where no other cblr runs, remove ${this.#path}.lock`,
      });
    }
    let log: OwnLog | undefined;
    try {
      return await work((kind, fields) => {
        log ??= files.openLog(this.#path, { begin: 'any', uid: own.uid ?? -1 });
        append(log, kind, fields, clock.now());
      });
    } finally {
      // Where the lock cannot be given back the file is closed all the same.
      log?.close();
      await lock.release();
    }
  }
}

function append(log: OwnLog, kind: string, fields: object, nowMs: number): void {
  let head = headOf(log);
  const add = (name: string, values: object) => {
    const next = chainLine(head, nowMs, name, { ...values });
    log.append(new TextEncoder().encode(`${next.line}\n`));
    head = next.head;
  };
  const cut = unfinished(log);
  if (cut.length > 0) {
    log.cut(log.size() - cut.length);
    add('repaired', { bytes: cut.length, sha256: sha256Of(cut) });
  }
  add(kind, fields);
}

/** What stands behind the last line break: whoever wrote it was killed. */
function unfinished(log: OwnLog): Uint8Array {
  const tail = log.tail(longestLine);
  return tail.subarray(tail.lastIndexOf(lineBreak) + 1);
}

/** Where it is broken it goes on all the same: the first line that does not fit is what verify names. */
function headOf(log: OwnLog): Head {
  const tail = log.tail(longestLine);
  const end = tail.lastIndexOf(lineBreak);
  if (end < 0) return origin;
  const line = tail.subarray(tail.subarray(0, end).lastIndexOf(lineBreak) + 1, end);
  return { n: numberOf(Buffer.from(line).toString('utf8')), sha256: sha256Of(line) };
}

function numberOf(line: string): number {
  try {
    const { n } = JSON.parse(line) as { readonly n?: unknown };
    return Number.isSafeInteger(n) ? Number(n) : 0;
  } catch {
    return 0;
  }
}
