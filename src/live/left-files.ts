import { isCbError } from '../errors/cb-error.ts';
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
  readonly #files: LocalFiles;
  readonly #own: Pick<OwnProcess, 'uid'>;
  readonly #directory: string;
  readonly #key: string;

  /** As for the ledger: `directory` is below the state folder, `key` names server and sensor. */
  constructor(files: LocalFiles, own: Pick<OwnProcess, 'uid'>, directory: string, key: string) {
    this.#files = files;
    this.#own = own;
    this.#directory = directory;
    this.#key = key;
  }

  async remember(left: LeftFile): Promise<void> {
    if (!isHelperPath(left.path)) return;
    await unlessDisk(async () => {
      await this.#files.makeDirectory(this.#directory, { parents: true, mode: 0o700 });
      await this.#forgetOld(left.leftMs - keptMs);
      await this.#files.writeAtomic(this.#fileOf(left.path), `${JSON.stringify(left)}\n`, 0o600);
    });
  }

  async forget(path: string): Promise<void> {
    if (isHelperPath(path)) await unlessDisk(() => this.#files.remove(this.#fileOf(path)));
  }

  async read(): Promise<readonly LeftFile[]> {
    const found: LeftFile[] = [];
    await unlessDisk(async () => {
      if ((await this.#files.stat(this.#directory)) === undefined) return;
      const names = (await this.#files.list(this.#directory)).map(({ name }) => name);
      const ours = names.filter((name) => name.startsWith(`${this.#key}+cblr-`) && name.endsWith(end));
      for (const name of ours.slice(0, most)) {
        const left = parse(await this.#readOwn(`${this.#directory}/${name}`));
        // What another one of that name speaks of would never be forgotten.
        if (left !== undefined && this.#fileOf(left.path) === `${this.#directory}/${name}`) found.push(left);
      }
    });
    return found;
  }

  /** Of sensors that nobody comes back to, and of labs that have ended. */
  async #forgetOld(beforeMs: number): Promise<void> {
    for (const { name } of await this.#files.list(this.#directory)) {
      const path = `${this.#directory}/${name}`;
      const stat = name.endsWith(end) ? await this.#files.stat(path) : undefined;
      if (stat !== undefined && stat.modifiedMs < beforeMs) await this.#files.remove(path);
    }
  }

  #fileOf(path: string): string {
    return `${this.#directory}/${this.#key}+${lastPart(path)}${end}`;
  }

  /** Empty for what another account has put there: it must not talk us into removing anything. */
  async #readOwn(path: string): Promise<string> {
    const { uid = -1 } = this.#own;
    let isOwn = true;
    const check = (opened: { readonly uid: number }): void => {
      isOwn = uid < 0 || opened.uid === uid;
    };
    const text = await this.#files.readText(path, { noFollow: true, check });
    return isOwn ? text : '';
  }
}

async function unlessDisk(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isCbError(error, 'LocalFile')) throw error;
  }
}

function parse(text: string): LeftFile | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { path, isFolder, what, leftMs } = value as Record<string, unknown>;
    if (typeof path !== 'string' || !isHelperPath(path)) return undefined;
    if (typeof what !== 'string' || typeof leftMs !== 'number') return undefined;
    return { path, isFolder: isFolder === true, what, leftMs };
  } catch {
    return undefined;
  }
}
