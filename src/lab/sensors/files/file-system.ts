import type { Content } from '../content/content.ts';
import { fail } from '../failure.ts';
import type { Failure } from '../result-codes.ts';
import {
  type Attribute,
  type Directory,
  DirectoryEntries,
  type FileNode,
  type FsNode,
  type Times,
} from './nodes.ts';
import type { ParsedPath, PathRules } from './path-rules.ts';
import { shortName } from './short-name.ts';

export interface NewEntry {
  readonly times: Times;
  readonly attributes?: readonly Attribute[];
}

export interface NewFile extends NewEntry {
  readonly content: Content;
  readonly busy?: boolean;
  readonly executable?: boolean;
}

export interface NewDirectory extends NewEntry {
  readonly fill?: (directory: Directory) => void;
  readonly denied?: boolean;
  readonly odd?: boolean;
}

/** The tree of one endpoint. Paths are absolute or relative to `workingDirectory`; failures are `EndpointFailure`. */
export class FileSystem {
  readonly rules: PathRules;
  readonly workingDirectory: string;
  readonly #roots = new Map<string, Directory>();
  readonly #odd: Directory[] = [];
  /** Drives without a medium: known, but not ready. */
  readonly #emptyDrives = new Set<string>();

  constructor(rules: PathRules, workingDirectory: string) {
    this.rules = rules;
    this.workingDirectory = workingDirectory;
  }

  addRoot(root: string, times: Times): Directory {
    const directory = newDirectory('', undefined, { times, attributes: ['HIDDEN', 'SYSTEM'] });
    this.#roots.set(root, directory);
    return directory;
  }

  addEmptyDrive(root: string): void {
    this.#emptyDrives.add(root);
  }

  parse(path: string, workingDirectory = this.workingDirectory): ParsedPath {
    return this.rules.parse(path, workingDirectory);
  }

  /** The absolute form of a path, `.` and `..` resolved, whether it exists or not. */
  absolute(path: string, workingDirectory?: string): string {
    return this.rules.format(this.parse(path, workingDirectory));
  }

  /** The entry at a path. The parts before the last must be directories. */
  find(path: string, workingDirectory?: string): FsNode | undefined {
    const odd = this.findOdd(path);
    if (odd !== undefined) return odd;
    return this.#walk(this.parse(path, workingDirectory));
  }

  /** Like `find`; says which part is missing as Windows does: the last one, or one before it. */
  get(path: string, workingDirectory?: string): FsNode {
    const node = this.find(path, workingDirectory);
    if (node !== undefined) return node;
    const parsed = this.parse(path, workingDirectory);
    const isPattern = this.rules.separator === '\\' && parsed.parts.some(this.rules.isWildcard);
    return fail(isPattern ? 'invalidName' : this.#missing(parsed));
  }

  getFile(path: string, workingDirectory?: string): FileNode {
    const node = this.get(path, workingDirectory);
    return node.kind === 'file' ? node : fail('isDirectory');
  }

  getDirectory(path: string, workingDirectory?: string): Directory {
    const node = this.find(path, workingDirectory) ?? fail('pathNotFound');
    return node.kind === 'directory' ? node : fail('invalidDirectory');
  }

  /** The directory that a new entry of this path goes to, and the entry's name. */
  place(path: string, workingDirectory?: string): { parent: Directory; name: string } {
    const parsed = this.parse(path, workingDirectory);
    const name = parsed.parts.at(-1) ?? fail('accessDenied');
    const parent =
      this.#walk({ ...parsed, parts: parsed.parts.slice(0, -1) }) ?? fail(this.#missingParent(parsed));
    if (parent.kind !== 'directory') fail('notDirectory');
    return this.rules.isValidName(name) ? { parent, name } : fail('invalidName');
  }

  /** Adds to a directory, replacing an entry of that name; the name may be one that no path can spell. */
  addFile(parent: Directory, name: string, file: NewFile): FileNode {
    const node: FileNode = {
      kind: 'file',
      name,
      altName: this.#altName(parent, name),
      times: file.times,
      attributes: file.attributes ?? (this.rules.hasAltNames ? ['ARCHIVE'] : ['NORMAL']),
      parent,
      content: file.content,
      busy: file.busy ?? false,
      writers: 0,
      orphaned: false,
      executable: file.executable ?? false,
    };
    parent.entries.set(this.rules.key(name), node);
    return node;
  }

  addDirectory(parent: Directory, name: string, options: NewDirectory): Directory {
    const node = newDirectory(name, parent, options, this.#altName(parent, name));
    parent.entries.set(this.rules.key(name), node);
    if (node.odd) this.#odd.push(node);
    return node;
  }

  detach(node: FsNode): void {
    node.parent?.entries.delete(this.rules.key(node.name));
    node.parent = undefined;
  }

  pathOf(node: FsNode): string {
    const parts: string[] = [];
    let at: FsNode = node;
    while (at.parent !== undefined) {
      parts.unshift(at.name);
      at = at.parent;
    }
    const top = at;
    const root = [...this.#roots].find(([, directory]) => directory === top)?.[0] ?? '';
    return this.rules.format({ root, parts, trailing: false });
  }

  #walk({ root, parts }: ParsedPath): FsNode | undefined {
    let node: FsNode | undefined = this.#roots.get(root);
    if (node === undefined && this.#emptyDrives.has(root)) fail('notReady');
    for (const part of parts) {
      if (node?.kind !== 'directory') return undefined;
      if (node.denied) fail('accessDenied');
      node = node.entries.get(this.rules.key(part));
    }
    return node;
  }

  #missing(parsed: ParsedPath): Failure {
    const parent = this.#walk({ ...parsed, parts: parsed.parts.slice(0, -1) });
    return parent?.kind === 'directory' && parsed.parts.length > 0
      ? 'fileNotFound'
      : this.#missingParent(parsed);
  }

  #missingParent(parsed: ParsedPath): Failure {
    if (this.rules.separator === '/') {
      // Unix tells a file in the middle of a path from nothing at all.
      for (let length = 1; length < parsed.parts.length; length += 1) {
        if (this.#walk({ ...parsed, parts: parsed.parts.slice(0, length) })?.kind === 'file')
          return 'notDirectory';
      }
    }
    return 'pathNotFound';
  }

  /** An entry of a directory of odd names, by its literal text behind the directory's path. */
  findOdd(path: string): FsNode | undefined {
    const wanted = this.#plain(path);
    for (const directory of this.#odd) {
      const prefix = `${this.#plain(this.pathOf(directory))}${this.rules.separator}`;
      if (wanted.startsWith(prefix) && wanted.length > prefix.length) {
        const name = wanted.slice(prefix.length);
        for (const node of directory.entries.values()) {
          if (this.#plain(node.name) === name && this.rules.reaches(path, node.name)) return node;
        }
      }
    }
    return undefined;
  }

  #plain(text: string): string {
    const same = this.rules.separator === '\\' ? text.replaceAll('/', '\\').replace(/^\\\\\?\\/, '') : text;
    return this.rules.key(same);
  }

  #altName(parent: Directory, name: string): string | undefined {
    return this.rules.hasAltNames ? shortName(name, (candidate) => parent.entries.has(candidate)) : undefined;
  }
}

function newDirectory(
  name: string,
  parent: Directory | undefined,
  options: NewDirectory,
  altName?: string,
): Directory {
  const { fill } = options;
  const node: Directory = {
    kind: 'directory',
    name,
    altName,
    times: options.times,
    attributes: ['DIRECTORY', ...(options.attributes ?? [])],
    parent,
    entries: new DirectoryEntries(fill === undefined ? undefined : () => fill(node)),
    denied: options.denied ?? false,
    odd: options.odd ?? false,
  };
  return node;
}
