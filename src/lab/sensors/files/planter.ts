import { hashText, mixSeeds } from '../../random.ts';
import { bytesContent, type Content } from '../content/content.ts';
import { encodeText, type TextEncoding } from '../content/encodings.ts';
import { seededContent } from '../content/made-up-content.ts';
import type { FileSystem } from './file-system.ts';
import type { Attribute, Directory, FileNode, Times } from './nodes.ts';

export interface PlantOptions {
  readonly attributes?: readonly Attribute[];
  /** Unix seconds of the last write; without it one is drawn from the planter's span by the path. */
  readonly written?: number;
  readonly busy?: boolean;
  readonly executable?: boolean;
  readonly denied?: boolean;
  readonly odd?: boolean;
}

/** Puts a made-up tree into a file system. Parents are made on the way; times follow from seed and path. */
export class Planter {
  readonly files: FileSystem;
  readonly #seed: number;
  readonly #from: number;
  readonly #to: number;

  readonly #imageAt: (path: string) => Content;

  /** `from` and `to`: Unix seconds between which things were written; `imageAt`: the program that lies at a path. */
  constructor(
    files: FileSystem,
    seed: number,
    { from, to, imageAt }: { from: number; to: number; imageAt: (path: string) => Content },
  ) {
    this.files = files;
    this.#seed = seed;
    this.#from = from;
    this.#to = to;
    this.#imageAt = imageAt;
  }

  directory(path: string, options: PlantOptions = {}, fill?: (directory: Directory) => void): Directory {
    const known = this.files.find(path);
    if (known?.kind === 'directory') return known;
    const { parent, name } = this.#place(path);
    return this.files.addDirectory(parent, name, {
      times: this.times(path, options.written),
      ...(options.attributes === undefined ? {} : { attributes: options.attributes }),
      denied: options.denied ?? false,
      odd: options.odd ?? false,
      ...(fill === undefined ? {} : { fill }),
    });
  }

  file(path: string, content: Content, options: PlantOptions = {}): FileNode {
    const { parent, name } = this.#place(path);
    return this.into(parent, name, content, options, path);
  }

  /** A file of any name, also one that no path can spell. */
  into(parent: Directory, name: string, content: Content, options: PlantOptions = {}, path = name): FileNode {
    return this.files.addFile(parent, name, {
      content,
      times: this.times(path, options.written),
      ...(options.attributes === undefined ? {} : { attributes: options.attributes }),
      busy: options.busy ?? false,
      executable: options.executable ?? false,
    });
  }

  text(path: string, text: string, encoding: TextEncoding = 'utf8', options: PlantOptions = {}): FileNode {
    return this.file(path, bytesContent(encodeText(text, encoding)), options);
  }

  /** `size` seeded bytes behind a magic number; nothing is stored. */
  binary(path: string, size: number, magic: Uint8Array, options: PlantOptions = {}): FileNode {
    return this.file(path, seededContent(size, mixSeeds(this.#seed, hashText(path)), magic), options);
  }

  /** A program, as the server's binary index knows it. */
  program(path: string, options: PlantOptions = {}): FileNode {
    return this.file(path, this.#imageAt(path), options);
  }

  /** A size between the two, drawn by the path. */
  size(path: string, low: number, high: number): number {
    return low + Math.floor(this.#share(path, 'size') * (high - low));
  }

  times(path: string, written?: number): Times {
    const last = written ?? this.#from + this.#share(path, 'written') * (this.#to - this.#from);
    const created = last - this.#share(path, 'created') * 86_400 * 3;
    return {
      created: Math.floor(created),
      written: Math.floor(last),
      accessed: Math.floor(Math.max(last, this.#to - this.#share(path, 'accessed') * 86_400)),
    };
  }

  #place(path: string): { parent: Directory; name: string } {
    const parsed = this.files.parse(path);
    const above = { ...parsed, parts: parsed.parts.slice(0, -1), trailing: true };
    if (above.parts.length > 0) this.directory(this.files.rules.format(above));
    return this.files.place(path);
  }

  #share(path: string, topic: string): number {
    return mixSeeds(this.#seed, hashText(`${topic} ${path}`)) / 0x1_0000_0000;
  }
}
