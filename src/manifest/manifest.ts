import { join } from 'node:path';
import { CbError } from '../errors/cb-error.ts';
import { LocalFault } from '../errors/local-fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { HeldFolder, HeldPlace, LocalFiles, PartLock } from '../ports/local-files.ts';
import { escapeJson } from '../text/escape.ts';
import { isManifestName, manifestName } from '../text/local-name.ts';
import { shortened } from '../transcript/chain.ts';
import type { Hashes } from './digest.ts';
import { manifestLines, manifestVersion, type RemovedLine, type TakenLine } from './lines.ts';

/** Who fetches, from where, and what for. */
export interface Taker {
  /** Address of the server. */
  readonly server: string;
  /** Account on this computer, and its name. */
  readonly operator: string;
  readonly machine: string;
  /** Id of the case that it is fetched for. */
  readonly case?: string | undefined;
}

/** What whoever fetched a file knows of it. */
export interface Taken
  extends Omit<TakenLine, keyof Taker | 'local' | 'path' | 'md5' | 'sha1' | 'sha256' | 'begun' | 'ended'> {
  readonly hashes: Hashes;
  readonly begunMs: number;
}

export interface ManifestDeps {
  readonly files: Pick<LocalFiles, 'holdPlace'>;
  readonly clock: Pick<Clock, 'now' | 'sleep' | 'monotonic'>;
  readonly uid: number;
}

/** Twenty processes at once each hold the lock for a few milliseconds. */
const patienceMs = 10_000;
const pauseMs = 20;
/** More than any path has that a sensor can open. */
const longestText = 32 * 1024;
const lineBreak = 0x0a;

/** Writes a line of each file that was fetched, into `manifest.ndjson` beside it: what is not told here was not taken with it. */
export class Manifest {
  readonly #deps: ManifestDeps;
  readonly #taker: Taker;

  constructor(deps: ManifestDeps, taker: Taker) {
    this.#deps = deps;
    this.#taker = taker;
  }

  nowMs(): number {
    return this.#deps.clock.now();
  }

  /** `Usage` for a name that a manifest itself has: to be asked before anything is fetched. */
  mustLeaveFree(name: string): void {
    if (!isManifestName(name)) return;
    throw new CbError('Usage', `${name} is where the manifest is kept`, { hint: 'name another file' });
  }

  /** The file is there, under its name. Where its line cannot be written that is said: the file stays. */
  async add({ folder, name }: Pick<HeldPlace, 'folder' | 'name'>, taken: Taken): Promise<void> {
    const { hashes, begunMs, ...plain } = taken;
    const { sha256, old } = hashes;
    if (old === undefined) throw new TypeError(`${name} was fetched for a manifest without all its hashes`);
    const line: TakenLine = {
      local: name,
      path: join(folder.path, name),
      ...plain,
      ...this.#taker,
      ...old,
      sha256,
      begun: timeOf(begunMs),
      ended: timeOf(this.#deps.clock.now()),
    };
    await this.#write(folder, 'taken', line).catch((error: unknown) => {
      if (!(error instanceof CbError)) throw error;
      throw error.reworded({
        message: `${error.message}; ${line.path} was fetched, and no manifest has a line of it`,
      });
    });
  }

  /** The same by its path. */
  async addAt(path: string, taken: Taken): Promise<void> {
    await using place = await this.#deps.files.holdPlace(path);
    await this.add(place, taken);
  }

  /** A file that may have been fetched is gone; nothing where its folder has no manifest. */
  async removed(folder: HeldFolder, name: string): Promise<void> {
    if ((await folder.stat(manifestName)) === undefined) return;
    const { operator, machine, case: id } = this.#taker;
    const at = timeOf(this.#deps.clock.now());
    const line: RemovedLine = { local: name, path: join(folder.path, name), operator, machine, case: id, at };
    await this.#write(folder, 'removed', line);
  }

  async #write(folder: HeldFolder, kind: 'taken' | 'removed', fields: object): Promise<void> {
    const lock = await this.#locked(folder);
    try {
      const log = await folder.openLog(manifestName, { begin: 'any', uid: this.#deps.uid });
      try {
        const [last = lineBreak] = log.tail(1);
        // Behind half a line of one that was killed.
        const before = last === lineBreak ? '' : '\n';
        log.append(new TextEncoder().encode(`${before}${manifestLine(kind, fields)}\n`));
        await log.sync();
      } finally {
        log.close();
      }
    } finally {
      await lock.release();
    }
  }

  async #locked(folder: HeldFolder): Promise<PartLock> {
    const { clock } = this.#deps;
    const begunMs = clock.monotonic();
    for (;;) {
      try {
        return await folder.lockPart(manifestName);
      } catch (error) {
        // Only another's lock is worth waiting for: a disk that is full or read-only stays so.
        const isLate = clock.monotonic() - begunMs >= patienceMs;
        if (isLate || error instanceof LocalFault || !(error instanceof CbError)) throw error;
      }
      await clock.sleep(pauseMs);
    }
  }
}

/** Its fields in their order, without its line break. */
function manifestLine(kind: keyof typeof manifestLines, fields: object): string {
  const cut = Object.keys(manifestLines[kind].fields).map((key) => {
    const value: unknown = Reflect.get(fields, key);
    return [key, typeof value === 'string' ? shortened(value, longestText) : value];
  });
  return escapeJson(JSON.stringify({ v: manifestVersion, kind, ...Object.fromEntries(cut) }));
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
