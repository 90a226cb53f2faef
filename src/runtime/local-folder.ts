import { constants, promises } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CbError } from '../errors/cb-error.ts';
import { LocalFault } from '../errors/local-fault.ts';
import type { HeldFolder, LocalEntry, LocalStat } from '../ports/local-files.ts';
import { isDevicePath } from './device-path.ts';
import { hasCode, localFileError } from './local-file-error.ts';
import { type Identity, isSameFile } from './local-identity.ts';
import { type LockOwner, lockPart } from './local-lock.ts';
import { openLocalPart } from './local-part.ts';
import { readLocalText } from './local-reader.ts';
import type { Spot } from './local-spot.ts';
import { listLocal, statLocal } from './local-stat.ts';
import { openOwnLog } from './own-log.ts';
import { writeAtomic } from './write-atomic.ts';

export interface HoldOptions {
  /** For locks. */
  readonly owner: LockOwner;
  /** False: as on a system without `/proc/self/fd`. */
  readonly byDescriptor?: boolean | undefined;
}

const directory = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0);
const noFollow = constants.O_NOFOLLOW ?? 0;
/** Folders of one tree that are kept open; those used longest ago are closed, and opened again when they are needed. */
const mostOpen = 64;

/** Holds a folder that the person named, so that links on the way to it are followed. */
export async function holdFolder(path: string, options: HoldOptions): Promise<HeldFolder> {
  try {
    const found = await promises.stat(path, { bigint: true });
    if (!found.isDirectory()) throw localFileError({ code: 'ENOTDIR' }, 'use', path);
    const usesDescriptors = options.byDescriptor ?? (await hasDescriptorPaths());
    const tree = { ...options, opened: usesDescriptors ? new Map<Held, Promise<FileHandle>>() : undefined };
    return await new Held(path, found, undefined, tree).begin();
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw localFileError(error, 'use', path);
    throw new CbError('LocalFile', `there is no local folder ${path}`, { hint: 'make it first' });
  }
}

/** Shared by all folders of a tree. */
interface Tree extends HoldOptions {
  /** In the order of their last use; undefined where descriptors have no paths. */
  readonly opened: Map<Held, Promise<FileHandle>> | undefined;
}

/**
 * On Linux the folder is an open descriptor, and `/proc/self/fd/N/NAME` is in it whatever its path leads to now. Elsewhere device and inode
 * of every folder from the named one down are compared before each use, which leaves the moment between the two (docs/security.md).
 */
class Held implements HeldFolder {
  readonly path: string;
  readonly #identity: Identity;
  readonly #parent: Held | undefined;
  readonly #tree: Tree;

  constructor(path: string, identity: Identity, parent: Held | undefined, tree: Tree) {
    this.path = path;
    this.#identity = identity;
    this.#parent = parent;
    this.#tree = tree;
  }

  /** From here on it is held. */
  async begin(): Promise<this> {
    await this.#base();
    return this;
  }

  async folder(name: string): Promise<HeldFolder> {
    const shown = join(this.path, name);
    const at = async () => (await this.at(name)).path;
    try {
      await promises.mkdir(await at());
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw localFileError(error, 'make the folder', shown);
    }
    const found = await promises.lstat(await at(), { bigint: true });
    if (found.isSymbolicLink()) throw new CbError('LocalFile', `${shown} is a link, which is not followed`);
    if (!found.isDirectory()) throw new CbError('LocalFile', `${shown} is there already, and is no folder`);
    return await new Held(shown, found, this, this.#tree).begin();
  }

  async stat(name: string): Promise<LocalStat | undefined> {
    const { path, shown } = await this.at(name);
    return await statLocal(path, shown);
  }

  async readText(name: string, options: Parameters<HeldFolder['readText']>[1]): Promise<string> {
    const { path, shown } = await this.at(name);
    return await readLocalText(path, options, shown);
  }

  async writeAtomic(name: string, text: string, mode: number): Promise<void> {
    const { path, shown } = await this.at(name);
    await writeAtomic(path, text, mode, { shown });
  }

  async list(): Promise<readonly LocalEntry[]> {
    return await listLocal(await this.#base(), this.path);
  }

  async remove(name: string, { recursive = false }: { readonly recursive?: boolean } = {}): Promise<void> {
    const { path, shown } = await this.at(name);
    await promises.rm(path, { force: true, recursive }).catch((error: unknown) => {
      throw localFileError(error, 'remove', shown);
    });
  }

  async mustBeFree(name: string, replace: boolean): Promise<void> {
    const there = await this.stat(name);
    if (there === undefined) return;
    const path = join(this.path, name);
    if (there.isDirectory)
      throw new CbError('LocalFile', `${path} is a folder`, { hint: 'name a file in it' });
    // A link is replaced itself, unless a device is known by it, or what is open, as by /dev/stdout.
    const isReplaced = there.isLink ? await isPlainLink((await this.at(name)).path) : there.isFile;
    if (!isReplaced) {
      throw new CbError('LocalFile', `${path} is no plain file`, {
        hint: 'a redirection writes to devices and pipes',
      });
    }
    if (!replace) {
      throw new LocalFault(`${path} is there already`, 'EEXIST', {
        hint: 'name another file, or replace it with --force',
      });
    }
  }

  async openPart(name: string, options: Parameters<HeldFolder['openPart']>[1] = {}) {
    mustBeName(name);
    return await openLocalPart(this, name, options.resume ?? false);
  }

  async openLog(name: string, options: Parameters<HeldFolder['openLog']>[1]) {
    const { path, shown } = await this.at(name);
    return openOwnLog(path, options, shown);
  }

  async lockPart(name: string) {
    mustBeName(name);
    return await lockPart(this, name, this.#tree.owner);
  }

  /** Where a name of this very folder is to be found now. */
  async at(name: string): Promise<Spot> {
    mustBeName(name);
    return { path: `${await this.#base()}/${name}`, shown: join(this.path, name) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#parent !== undefined) return;
    const handles = [...(this.#tree.opened?.values() ?? [])];
    this.#tree.opened?.clear();
    await Promise.all(handles.map(closeOpened));
  }

  async #base(): Promise<string> {
    const { opened } = this.#tree;
    if (opened !== undefined) return `/proc/self/fd/${(await this.#opened(opened)).fd}`;
    await this.#mustBeItself();
    return this.path;
  }

  /** Two who ask at once get the same one. */
  async #opened(opened: Map<Held, Promise<FileHandle>>): Promise<FileHandle> {
    const handle = opened.get(this) ?? this.#open();
    opened.delete(this);
    opened.set(this, handle);
    const [oldest] = [...opened.keys()].filter(({ path }) => path !== this.path);
    if (opened.size > mostOpen && oldest !== undefined) {
      const extra = opened.get(oldest);
      opened.delete(oldest);
      if (extra !== undefined) await closeOpened(extra);
    }
    try {
      return await handle;
    } catch (error) {
      opened.delete(this);
      throw error;
    }
  }

  async #open(): Promise<FileHandle> {
    const handle = await promises
      .open(
        this.#parent === undefined ? this.path : (await this.#parent.at(basename(this.path))).path,
        this.#parent === undefined ? directory : directory | noFollow,
      )
      .catch(() => undefined);
    if (isSameFile(await handle?.stat({ bigint: true }), this.#identity) && handle !== undefined)
      return handle;
    await handle?.close();
    throw this.#replaced();
  }

  async #mustBeItself(): Promise<void> {
    if (this.#parent !== undefined) await this.#parent.#mustBeItself();
    const look = this.#parent === undefined ? promises.stat : promises.lstat;
    const now = await look(this.path, { bigint: true }).catch(() => undefined);
    if (!isSameFile(now, this.#identity)) throw this.#replaced();
  }

  #replaced(): CbError {
    return new CbError('LocalFile', `${this.path} is not the folder any more that it was`, {
      hint: 'something else was put in its place: nothing was written there',
      context: { path: this.path },
    });
  }
}

async function closeOpened(handle: Promise<FileHandle>): Promise<void> {
  await (await handle.catch(() => undefined))?.close();
}

/** True for a link to a plain file, or to nothing; not for one that stands for a device or an open file of this or another program. */
async function isPlainLink(path: string): Promise<boolean> {
  if (isDevicePath(await promises.readlink(path).catch(() => ''))) return false;
  const target = await promises.stat(path).catch(() => undefined);
  return target === undefined || target.isFile();
}

function mustBeName(name: string): void {
  if (name !== '' && basename(name) === name && name !== '.' && name !== '..') return;
  throw new TypeError(`no name of one part: ${name}`);
}

let hasPaths: Promise<boolean> | undefined;

/** True on Linux with /proc: there alone a descriptor has a path that leads into the very folder. */
function hasDescriptorPaths(): Promise<boolean> {
  hasPaths ??= (async () => {
    const handle = await promises.open('/', directory).catch(() => undefined);
    if (handle === undefined) return false;
    const through = await promises
      .stat(`/proc/self/fd/${handle.fd}/.`, { bigint: true })
      .catch(() => undefined);
    const own = await handle.stat({ bigint: true });
    await handle.close();
    return isSameFile(through, own);
  })();
  return hasPaths;
}
