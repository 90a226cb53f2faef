/** The analyst's disk. Errors are `LocalFile` (full, read-only, exists, missing), naming the path. */
export interface LocalFiles {
  /** The absolute path of what was typed, relative to the local directory (`lcd`), `~` expanded. */
  resolve(path: string): string;
  directory(): string;
  changeDirectory(path: string): Promise<string>;
  stat(path: string): Promise<LocalStat | undefined>;
  list(path: string): Promise<readonly LocalEntry[]>;
  /** UTF-8, or UTF-16 with a byte order mark; the mark is left out. At most 64 MiB. */
  readText(path: string, options?: ReadTextOptions): Promise<string>;
  /** A file that we keep between runs, if it is as we leave it; undefined where nothing is. Never waits, for a pipe either. */
  readOwn(path: string, rule: OwnFileRule): Promise<OwnFile | undefined>;
  makeDirectory(
    path: string,
    options?: { readonly parents?: boolean; readonly mode?: number },
  ): Promise<void>;
  /** Reads the file in pieces of `size` bytes (256 KiB when not said). A piece lasts until the one after the next is asked for. */
  read(
    path: string,
    options?: { readonly start?: number; readonly size?: number; readonly signal?: AbortSignal },
  ): AsyncIterable<Uint8Array>;
  /**
   * Opens for writing. `exclusive` refuses what is there already, links too; `append` goes on at the end. A link is refused
   * unless `followLink` says otherwise (what a user redirects to by name).
   */
  openWriter(
    path: string,
    options: {
      readonly mode: number;
      readonly flags: 'exclusive' | 'append' | 'truncate';
      readonly followLink?: boolean;
      /** Ends what waits for the reader of a pipe. */
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<LocalWriter>;
  /** The folder as it is now: what lies at its path later is not followed. `LocalFile` where there is none. */
  holdFolder(path: string): Promise<HeldFolder>;
  /** Where a file of that path lies: its folder, held, and its name in it. */
  holdPlace(path: string): Promise<HeldPlace>;
  /** A file that gets its name when it is finished. `LocalFile` where none of ours may come to lie, or without `replace` anything is. */
  openNew(path: string, options: { readonly replace: boolean }): Promise<NewLocalFile>;
  /** What is not there is no error. */
  remove(path: string, options?: { readonly recursive?: boolean }): Promise<void>;
  /** A file of this user's that only grows: a new one (`new`), or one that may be there (`any`). `LocalFile` for what is not as we leave it. */
  openLog(path: string, options: { readonly begin: 'new' | 'any'; readonly uid: number }): OwnLog;
  /** Replaces the file in one step: temporary file beside it, flush (unless it may be lost), rename. */
  writeAtomic(
    path: string,
    content: string | Uint8Array,
    mode: number,
    options?: { readonly flush?: boolean },
  ): Promise<void>;
  /** A new empty folder, 0700, below the system's temporary folder. */
  temporaryDirectory(): Promise<string>;
}

/** A folder by what it is and not by its path, in which a colleague may put something else meanwhile. All names are of one part. */
export interface HeldFolder extends AsyncDisposable {
  readonly path: string;
  /** The folder of that name in it, made where it is not there; a link or a file in its place is `LocalFile`. Closed with this one. */
  folder(name: string): Promise<HeldFolder>;
  stat(name: string): Promise<LocalStat | undefined>;
  list(): Promise<readonly LocalEntry[]>;
  readText(name: string, options?: ReadTextOptions): Promise<string>;
  writeAtomic(name: string, text: string, mode: number): Promise<void>;
  /** What is not there is no error; with `recursive` a folder goes with all in it, and a link alone. */
  remove(name: string, options?: { readonly recursive?: boolean }): Promise<void>;
  /** `LocalFile` where no file of ours may come to lie: a folder, device or pipe is there, or without `replace` anything. */
  mustBeFree(name: string, replace: boolean): Promise<void>;
  /**
   * The file that will be called `name`, which grows beside it under `partName(name)`, 0600: a new one, or with `resume` the one that
   * is there, if it is a plain file of this user's and nothing else.
   */
  openPart(name: string, options?: { readonly resume?: boolean }): Promise<LocalPart>;
  /** As `LocalFiles.openLog`, of a file in it. */
  openLog(name: string, options: Parameters<LocalFiles['openLog']>[1]): Promise<OwnLog>;
  /** Keeps the part of `name` for this process, until it is released; `LocalFile` where another one that still runs has it. */
  lockPart(name: string): Promise<PartLock>;
}

export interface HeldPlace extends AsyncDisposable {
  readonly folder: HeldFolder;
  readonly name: string;
}

/** A new file, 0600, that grows beside its name. Ended by `finish` or `abandon`; after either, `abandon` does nothing. */
export interface NewLocalFile extends Pick<LocalPart, 'write' | 'read' | 'size'> {
  /** Flushes it and gives it its name, as `LocalPart` does. */
  finish(): Promise<void>;
  /** Takes it away, unless something else has its name. */
  abandon(): Promise<void>;
}

/** A file under way. It is closed by one of `finish`, `keep` and `abandon`. */
export interface LocalPart extends Omit<LocalWriter, 'close'> {
  /** Whose it is, as it was opened. */
  readonly uid: number;
  /** The bytes that are there, at any time. */
  size(): number;
  /** Fewer than `count` bytes only where the file ends before. */
  read(start: number, count: number): Promise<Uint8Array>;
  /** Cuts it to so many bytes, and goes on behind them. */
  truncate(size: number): Promise<void>;
  /** As if it was written last at that Unix time; false where its file system takes none. To be called behind the last `write`. */
  setTime(sec: number): Promise<boolean>;
  /** Has the bytes that were written on the disk, not only with the system. */
  sync(): Promise<void>;
  /**
   * Flushes it and gives it its name, if what is called as the part is still this very file, and holds as many bytes as were written;
   * `Integrity` where not. Only a plain file is replaced.
   */
  finish(options: { readonly replace: boolean }): Promise<void>;
  /** Closes it and leaves it under the name of the part. */
  keep(): Promise<void>;
  /** Closes it and takes it away, unless something else has its name. */
  abandon(): Promise<void>;
}

export interface PartLock {
  release(): Promise<void>;
}

export interface ReadTextOptions {
  /** Only a plain file: links, pipes and devices are refused. */
  readonly noFollow?: boolean;
  /** The same, but links to one are followed. */
  readonly plain?: boolean;
  /** Ends what waits for the writer of a pipe. */
  readonly signal?: AbortSignal | undefined;
  /** Sees the file that was opened, which nobody can change for another any more; what it throws is thrown. */
  readonly check?: (opened: LocalStat) => void;
}

/** What a file of ours must be, beside a plain one: a pipe, folder or device never is. Owner and mode count where `uid` is 0 or more. */
export interface OwnFileRule {
  /** Whose it must be; -1 where the platform knows none. */
  readonly uid: number;
  /** Root may own it, too. */
  readonly orRoot?: boolean;
  /** The most bytes it may have. */
  readonly most: number;
  /** What others may do with it: nothing when not said. */
  readonly others?: 'read' | 'anything';
  readonly followLink?: boolean;
}

/** Its text; or why it is left alone, in words that follow its path (`belongs to another user`). */
export type OwnFile = { readonly text: string; readonly mode: number } | OwnFileFault;

export interface OwnFileFault {
  readonly fault: 'link' | 'not plain' | 'owner' | 'mode' | 'size' | 'unreadable';
  readonly why: string;
  readonly mode?: number;
}

/**
 * A file of ours that only grows, 0600. What is written is with the system when the call returns: a program that is killed then has
 * written it.
 */
export interface OwnLog {
  size(): number;
  /** The last bytes, at most so many. */
  tail(most: number): Uint8Array;
  /** All of it or, where the disk refuses, nothing. */
  append(bytes: Uint8Array): void;
  /** Cuts off what stands behind so many bytes. */
  cut(size: number): void;
  /** Has it on the disk, not only with the system. */
  sync(): Promise<void>;
  /** Gives it another name in its folder, under which nothing is yet. */
  rename(name: string): void;
  close(): void;
}

export interface LocalStat {
  readonly path: string;
  readonly isDirectory: boolean;
  readonly isFile: boolean;
  readonly isLink: boolean;
  readonly size: number;
  readonly modifiedMs: number;
  readonly mode: number;
  readonly uid: number;
}

export interface LocalEntry {
  readonly name: string;
  readonly isDirectory: boolean;
}

export interface LocalWriter {
  readonly path: string;
  /** Resolves when the bytes are with the operating system; the buffer may be used again after that. */
  write(bytes: Uint8Array): Promise<void>;
  /** Bytes written by this writer. */
  written(): number;
  close(): Promise<void>;
}
