/** The analyst's disk. Errors are `LocalFile` (full, read-only, exists, missing), naming the path. */
export interface LocalFiles {
  /** The absolute path of what was typed, relative to the local directory (`lcd`), `~` expanded. */
  resolve(path: string): string;
  directory(): string;
  changeDirectory(path: string): Promise<string>;
  stat(path: string): Promise<LocalStat | undefined>;
  list(path: string): Promise<readonly LocalEntry[]>;
  /** UTF-8, at most 64 MiB. */
  readText(path: string, options?: ReadTextOptions): Promise<string>;
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
    },
  ): Promise<LocalWriter>;
  rename(from: string, to: string, options: { readonly replace: boolean }): Promise<void>;
  /** What is not there is no error. */
  remove(path: string, options?: { readonly recursive?: boolean }): Promise<void>;
  /** Replaces the file in one step: temporary file beside it, flush, rename. */
  writeAtomic(path: string, text: string, mode: number): Promise<void>;
  /** A new empty folder, 0700, below the system's temporary folder. */
  temporaryDirectory(): Promise<string>;
}

export interface ReadTextOptions {
  /** Only a plain file: links, pipes and devices are refused. */
  readonly noFollow?: boolean;
  /** Sees the file that was opened, which nobody can change for another any more; what it throws is thrown. */
  readonly check?: (opened: LocalStat) => void;
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
