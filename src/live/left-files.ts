import { OwnRecords, unlessDisk } from '../own/own-records.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';
import { lastPart } from '../text/remote-path.ts';
import { isHelperPath } from './helper-path.ts';

/** A file or folder of ours that a session left on its sensor. */
export interface LeftFile {
  readonly path: string;
  readonly isFolder: boolean;
  /** What it was made for: `exec ping 10.0.0.1`. */
  readonly what: string;
  /** Unix ms. */
  readonly leftMs: number;
}

const end = '.left.json';
/** More were left by no honest week; each is a look at the sensor. */
const most = 50;
const keptMs = 30 * 24 * 3_600_000;

/**
 * What was left on one sensor, one file of the state folder for each, so that sessions beside each other need no lock. A folder that cannot
 * be written or read stops nothing: what stays was said.
 */
export class LeftFiles {
  readonly #records: OwnRecords;
  readonly #key: string;

  /** As for the ledger: `directory` is below the state folder, `key` names server and sensor. */
  constructor(files: LocalFiles, own: Pick<OwnProcess, 'uid'>, directory: string, key: string) {
    this.#records = new OwnRecords(files, own, directory);
    this.#key = key;
  }

  async remember(left: LeftFile): Promise<void> {
    if (!isHelperPath(left.path)) return;
    await unlessDisk(async () => {
      await this.#records.makeFolder();
      await this.#forgetOld(left.leftMs - keptMs);
      await this.#records.write(this.#nameOf(left.path), left);
    });
  }

  async forget(path: string): Promise<void> {
    if (isHelperPath(path)) await unlessDisk(() => this.#records.remove(this.#nameOf(path)));
  }

  async read(): Promise<readonly LeftFile[]> {
    const found: LeftFile[] = [];
    await unlessDisk(async () => {
      const names = await this.#records.names();
      const ours = names.filter((name) => name.startsWith(`${this.#key}+cblr-`) && name.endsWith(end));
      for (const name of ours.slice(0, most)) {
        const left = readLeft(await this.#records.read(name));
        // What another one of that name speaks of would never be forgotten.
        if (left !== undefined && this.#nameOf(left.path) === name) found.push(left);
      }
    });
    return found;
  }

  /** Of sensors that nobody comes back to, and of labs that have ended. */
  async #forgetOld(beforeMs: number): Promise<void> {
    for (const name of await this.#records.names()) {
      const modifiedMs = name.endsWith(end) ? await this.#records.modifiedMs(name) : undefined;
      if (modifiedMs !== undefined && modifiedMs < beforeMs) await this.#records.remove(name);
    }
  }

  #nameOf(path: string): string {
    return `${this.#key}+${lastPart(path)}${end}`;
  }
}

function readLeft(value: unknown): LeftFile | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { path, isFolder, what, leftMs } = value as Record<string, unknown>;
  if (typeof path !== 'string' || !isHelperPath(path)) return undefined;
  if (typeof what !== 'string' || typeof leftMs !== 'number') return undefined;
  return { path, isFolder: isFolder === true, what, leftMs };
}
