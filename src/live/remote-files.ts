import type { Sent } from '../api/resources/replies.ts';
import { isCbError } from '../errors/cb-error.ts';
import { type PathPattern, patternsOf, resolvePattern, type TypedGlob } from '../text/typed-glob.ts';
import type { AroundOptions, WriteOptions } from './command-options.ts';
import { type DirectoryListing, type ExpandOptions, expand, look } from './expand.ts';
import type { FileEntry } from './file-entry.ts';
import * as directory from './files.ts';
import { type Dumped, type DumpOptions, dumpMemory, findDump } from './memory.ts';
import type { OnUnread } from './read-rows.ts';
import { followFile, type LastLines, lastLines, readPieces } from './remote-text.ts';
import { removeEmpty, removeTree } from './remove-tree.ts';
import { type RemoteRange, readRemote } from './transfer/request-file.ts';
import { type WalkEntry, type WalkOptions, walk } from './walk.ts';
import type { Workplace } from './workplace.ts';

/** The files of the sensor. Paths are absolute, unless they are as typed: those are seen from the directory of the shell. */
export class RemoteFiles {
  readonly #work: Workplace;
  readonly #place: { readonly directory: string };

  constructor(work: Workplace, place: { readonly directory: string }) {
    this.#work = work;
    this.#place = place;
  }

  /** Rows that cannot be read are passed over unless somebody hears of them. */
  list(
    path: string,
    signal: AbortSignal,
    onUnread: OnUnread = () => undefined,
  ): Promise<readonly FileEntry[]> {
    return directory.listDirectory(this.#work, path, signal, { onUnread });
  }

  /** What a path shows: what is in a directory, what its wildcards match, or the entry itself. */
  look(
    pattern: PathPattern,
    options: directory.DirectoryListOptions & ExpandOptions,
  ): Promise<DirectoryListing> {
    return look(this.#work, this.#place.directory, pattern, options);
  }

  stat(path: string, signal: AbortSignal): Promise<FileEntry | undefined> {
    return directory.statEntry(this.#work, path, signal);
  }

  /** As `stat`; `NotOnSensor` where there is nothing. */
  mustStat(path: string, signal: AbortSignal): Promise<FileEntry> {
    return directory.mustStat(this.#work, path, signal);
  }

  /** As `stat`, but none also where the sensor does not list such a path: that is no proof that nothing is there. */
  async listed(path: string, signal: AbortSignal): Promise<readonly FileEntry[]> {
    try {
      return [(await this.stat(path, signal)) ?? []].flat();
    } catch (error) {
      if (isCbError(error, 'CommandFailed')) return [];
      throw error;
    }
  }

  /** The one path that is named without wildcards; undefined for a set. */
  named(glob: TypedGlob): string | undefined {
    const [only, ...others] = patternsOf(glob, this.#work.paths.style);
    if (only === undefined || others.length > 0) return undefined;
    const { base, steps } = resolvePattern(only, this.#work.paths, this.#place.directory);
    return steps.length === 0 ? base : undefined;
  }

  /** Entries that a typed path means; `NotOnSensor` for none. */
  expand(glob: TypedGlob, options: ExpandOptions): Promise<readonly FileEntry[]> {
    return expand(this.#work, this.#place.directory, glob, options);
  }

  walk(path: string, options: WalkOptions): AsyncGenerator<WalkEntry> {
    return walk(this.#work, path, options);
  }

  remove(path: string, how: WriteOptions): Promise<void> {
    return directory.removeFile(this.#work, path, how);
  }

  /** A directory with all in it, by the sensor's own interpreter. */
  removeTree(entry: FileEntry, how: WriteOptions): Promise<void> {
    return removeTree(this.#work, entry, how);
  }

  /** A directory with nothing in it. */
  removeEmpty(path: string, how: WriteOptions): Promise<void> {
    return removeEmpty(this.#work, path, how);
  }

  makeDirectory(path: string, how: WriteOptions & AroundOptions): Promise<void> {
    return directory.makeDirectory(this.#work, path, how);
  }

  makeDirectories(path: string, how: WriteOptions & AroundOptions): Promise<readonly string[]> {
    return directory.makeDirectories(this.#work, path, how);
  }

  /** Bytes of a remote file or a range of it; nothing touches the disk. */
  read(path: string, range: RemoteRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    return readRemote(this.#work, path, range, signal);
  }

  /** The same in pieces that are asked for one after the other, for whoever may stop early. */
  readPieces(
    path: string,
    range: { readonly offset: number; readonly bytes?: number | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    return readPieces(this.#work, path, range, signal);
  }

  lastLines(
    entry: Pick<FileEntry, 'path' | 'size'>,
    options: Parameters<typeof lastLines>[2],
  ): Promise<LastLines> {
    return lastLines(this.#work, entry, options);
  }

  /** What is written to a file behind `offset`, as it grows, until the signal ends it. */
  follow(
    path: string,
    offset: number,
    options: Parameters<typeof followFile>[3],
  ): AsyncGenerator<Uint8Array> {
    return followFile(this.#work, path, offset, options);
  }

  /** A dump that is there, by the path that it was asked for at. */
  findDump(path: string, signal: AbortSignal): Promise<FileEntry | undefined> {
    return findDump(this.#work, path, false, signal);
  }

  dumpMemory(path: string, options: DumpOptions): Promise<Sent<Dumped>> {
    return dumpMemory(this.#work, path, options);
  }
}
