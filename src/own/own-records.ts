import { isCbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';
import { isTemporaryName } from '../text/temporary-name.ts';

/** A record is a few lines. */
const most = 1024 * 1024;
/** By then no process writes it any more. */
const killedMs = 3_600_000;

/** Records of ours in one folder of the state, each a small JSON file, 0600: what is not as we leave it holds nothing. */
export class OwnRecords {
  readonly #files: LocalFiles;
  readonly #uid: number;
  readonly #directory: string;
  #isSwept = false;

  constructor(files: LocalFiles, { uid = -1 }: Pick<OwnProcess, 'uid'>, directory: string) {
    this.#files = files;
    this.#uid = uid;
    this.#directory = directory;
  }

  pathOf(name: string): string {
    return `${this.#directory}/${name}`;
  }

  /** The names of what lies there; none where the folder is not. What a process that was killed had not written to its end is no record. */
  async names(): Promise<readonly string[]> {
    return (await this.#all()).filter((name) => !isTemporaryName(name));
  }

  async #all(): Promise<readonly string[]> {
    if ((await this.#files.stat(this.#directory)) === undefined) return [];
    return (await this.#files.list(this.#directory)).map(({ name }) => name);
  }

  /** Undefined for what is not there, is no JSON, or not ours: another account must not talk us into anything. */
  async read(name: string): Promise<unknown> {
    const own = await this.#files.readOwn(this.pathOf(name), { uid: this.#uid, most });
    if (own === undefined || 'fault' in own) return undefined;
    try {
      return JSON.parse(own.text);
    } catch {
      return undefined;
    }
  }

  /** Without `flush` the computer itself may not break down in the moments after. */
  async write(name: string, record: object, options?: { readonly flush: boolean }): Promise<void> {
    await this.#files.writeAtomic(this.pathOf(name), `${JSON.stringify(record)}\n`, 0o600, options);
    if (this.#isSwept) return;
    this.#isSwept = true;
    await unlessDisk(() => this.#sweep(name));
  }

  /** Takes away what was being written long before this record. */
  async #sweep(written: string): Promise<void> {
    const left = (await this.#all()).filter(isTemporaryName);
    const nowMs = left.length === 0 ? undefined : await this.modifiedMs(written);
    for (const name of left) {
      const atMs = await this.modifiedMs(name);
      if (nowMs !== undefined && atMs !== undefined && nowMs - atMs > killedMs) await this.remove(name);
    }
  }

  async remove(name: string): Promise<void> {
    await this.#files.remove(this.pathOf(name));
  }

  async makeFolder(): Promise<void> {
    await this.#files.makeDirectory(this.#directory, { parents: true, mode: 0o700 });
  }

  async modifiedMs(name: string): Promise<number | undefined> {
    return (await this.#files.stat(this.pathOf(name)))?.modifiedMs;
  }
}

/** A folder that cannot be read or written stops nothing. */
export async function unlessDisk(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isCbError(error, 'LocalFile')) throw error;
  }
}
