import type { Content } from '../content/content.ts';

/** Windows flags without `FILE_ATTRIBUTE_`, as `files[].attributes` has them. */
export type Attribute =
  | 'READONLY'
  | 'HIDDEN'
  | 'SYSTEM'
  | 'DIRECTORY'
  | 'ARCHIVE'
  | 'NORMAL'
  | 'REPARSE_POINT'
  | 'COMPRESSED'
  | 'SPARSE_FILE'
  | 'NOT_CONTENT_INDEXED';

/** Unix seconds. */
export interface Times {
  readonly created: number;
  readonly accessed: number;
  readonly written: number;
}

interface NodeBase {
  readonly name: string;
  /** The 8.3 name that Windows made, where the name needs one. */
  readonly altName: string | undefined;
  times: Times;
  attributes: readonly Attribute[];
  parent: Directory | undefined;
  /** Unix: the permission bits, where they are not the ordinary ones. */
  mode?: number;
  /** Unix: the account it belongs to; that of the sensor when not said. */
  owner?: string;
}

export interface FileNode extends NodeBase {
  readonly kind: 'file';
  content: Content;
  /** Held by the system: neither read nor deleted (pagefile.sys, registry hives). */
  busy: boolean;
  /** How many running programs write it: readable, not deletable on Windows. */
  writers: number;
  /** Windows: what the sensor had opened it for has ended, and a child of that still writes it: it is not read either. */
  orphaned: boolean;
  /** Unix only: may be executed. */
  executable: boolean;
}

export interface Directory extends NodeBase {
  readonly kind: 'directory';
  /** By the key of the name (`PathRules.key`), in listing order. Made on first use. */
  readonly entries: DirectoryEntries;
  /** Listing is refused (System Volume Information, old junctions). */
  denied: boolean;
  /** Holds names that no path can spell (`..\..\x`): looked up by their literal text. */
  odd: boolean;
}

export type FsNode = FileNode | Directory;

/** The children of one directory; `fill` runs when they are first looked at. */
export class DirectoryEntries {
  readonly #byKey = new Map<string, FsNode>();
  readonly #byAltName = new Map<string, FsNode>();
  #fill: (() => void) | undefined;

  constructor(fill: (() => void) | undefined) {
    this.#fill = fill;
  }

  get(key: string): FsNode | undefined {
    this.#ready();
    return this.#byKey.get(key) ?? this.#byAltName.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, node: FsNode): void {
    this.#ready();
    this.#byKey.set(key, node);
    if (node.altName !== undefined) this.#byAltName.set(node.altName, node);
  }

  delete(key: string): void {
    this.#ready();
    const node = this.#byKey.get(key);
    this.#byKey.delete(key);
    if (node?.altName !== undefined) this.#byAltName.delete(node.altName);
  }

  get size(): number {
    this.#ready();
    return this.#byKey.size;
  }

  values(): IterableIterator<FsNode> {
    this.#ready();
    return this.#byKey.values();
  }

  #ready(): void {
    const fill = this.#fill;
    if (fill !== undefined) {
      this.#fill = undefined;
      fill();
    }
  }
}
