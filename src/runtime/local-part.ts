import { type BigIntStats, constants, promises } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { CbError } from '../errors/cb-error.ts';
import type { LocalPart } from '../ports/local-files.ts';
import { partName } from '../text/local-name.ts';
import { hasCode, localFileError } from './local-file-error.ts';
import { isSameFile } from './local-identity.ts';
import type { Folder, Spot } from './local-spot.ts';
import { writeSome } from './write-some.ts';

// Not defined on Windows, where making a link takes a privilege.
const noFollow = constants.O_NOFOLLOW ?? 0;
const nonBlocking = constants.O_NONBLOCK ?? 0;

/** Opens the file that will be called `name` under the name of its part. */
export async function openLocalPart(folder: Folder, name: string, resume: boolean): Promise<LocalPart> {
  const { path, shown } = await folder.at(partName(name));
  const flags = constants.O_RDWR | noFollow | (resume ? nonBlocking : constants.O_CREAT | constants.O_EXCL);
  let handle: FileHandle | undefined;
  try {
    handle = await promises.open(path, flags, 0o600);
    const stats = await handle.stat({ bigint: true });
    // A second name of the same file may be in a place that is not for this.
    if (!stats.isFile() || stats.nlink > 1n)
      throw new CbError('LocalFile', `${shown} is no plain file of its own`);
    return new Part(folder, { name, part: partName(name), shown }, handle, stats);
  } catch (error) {
    await handle?.close();
    throw localFileError(error, 'write', shown);
  }
}

interface Names {
  readonly name: string;
  readonly part: string;
  readonly shown: string;
}

class Part implements LocalPart {
  readonly path: string;
  readonly uid: number;
  readonly #folder: Folder;
  readonly #names: Names;
  readonly #handle: FileHandle;
  readonly #identity: BigIntStats;
  #position: number;
  #written = 0;
  #isOpen = true;

  constructor(folder: Folder, names: Names, handle: FileHandle, identity: BigIntStats) {
    this.path = names.shown;
    this.uid = Number(identity.uid);
    this.#folder = folder;
    this.#names = names;
    this.#handle = handle;
    this.#identity = identity;
    this.#position = Number(identity.size);
  }

  written = (): number => this.#written;

  size = (): number => this.#position;

  async write(bytes: Uint8Array): Promise<void> {
    let at = 0;
    while (at < bytes.length) {
      const count = await writeSome(this.#handle.fd, bytes, at, this.#position, this.path);
      at += count;
      this.#written += count;
      this.#position += count;
    }
  }

  async read(start: number, count: number): Promise<Uint8Array> {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(count, this.#position - start)));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await this.#attempt(
        this.#handle.read(buffer, filled, buffer.length - filled, start + filled),
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  async truncate(size: number): Promise<void> {
    await this.#attempt(this.#handle.truncate(size));
    this.#position = size;
  }

  async setTime(sec: number): Promise<boolean> {
    return await this.#handle.utimes(sec, sec).then(
      () => true,
      () => false,
    );
  }

  async sync(): Promise<void> {
    await this.#attempt(this.#handle.datasync());
  }

  async finish({ replace }: { readonly replace: boolean }): Promise<void> {
    const { name, part } = this.#names;
    await this.#attempt(this.#handle.sync());
    const now = await this.#attempt(this.#handle.stat({ bigint: true }));
    if (now.size !== BigInt(this.#position)) {
      throw new CbError(
        'Integrity',
        `${this.path}: ${now.size} bytes on the disk, ${this.#position} written`,
        {
          hint: 'another program writes to it; get it again',
        },
      );
    }
    await this.#folder.mustBeFree(name, replace);
    await this.#mustBeCalled(part);
    const [from, to] = [await this.#folder.at(part), await this.#folder.at(name)];
    await renameFile(from.path, to, replace);
    await this.#mustBeCalled(name);
    await this.keep();
  }

  async keep(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#attempt(this.#handle.close());
  }

  async abandon(): Promise<void> {
    const isOurs = isSameFile(await this.#found(this.#names.part).catch(() => undefined), this.#identity);
    await this.keep();
    if (!isOurs) return;
    const { path } = await this.#folder.at(this.#names.part);
    await promises.unlink(path).catch((error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw localFileError(error, 'remove', this.path);
    });
  }

  async #mustBeCalled(name: string): Promise<void> {
    const found = await this.#found(name);
    if (isSameFile(found, this.#identity)) return;
    const { shown } = await this.#folder.at(name);
    throw new CbError('Integrity', `${shown} is not the file that was written: another has its name now`, {
      hint: 'somebody else writes to this folder; choose another',
      context: { path: shown },
    });
  }

  async #found(name: string): Promise<BigIntStats | undefined> {
    const { path, shown } = await this.#folder.at(name);
    return await promises.lstat(path, { bigint: true }).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw localFileError(error, 'look at', shown);
    });
  }

  async #attempt<T>(work: Promise<T>): Promise<T> {
    return await work.catch((error: unknown) => {
      throw localFileError(error, 'write', this.path);
    });
  }
}

async function renameFile(from: string, to: Spot, replace: boolean): Promise<void> {
  try {
    if (replace) return await promises.rename(from, to.path);
    // A hard link fails where the name is taken, which rename does not.
    const failure = await promises.link(from, to.path).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure === undefined) return await promises.unlink(from);
    if (hasCode(failure, 'EEXIST', 'ENOENT', 'ENOSPC', 'EROFS', 'EDQUOT')) throw failure;
    // Some file systems have no links.
    if ((await promises.lstat(to.path).catch(() => undefined)) !== undefined)
      throw Object.assign(new Error(), { code: 'EEXIST' });
    await promises.rename(from, to.path);
  } catch (error) {
    throw localFileError(error, 'rename to', to.shown);
  }
}
