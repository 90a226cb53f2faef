import { constants, createReadStream, createWriteStream, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rm, stat, unlink } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { countField, objectText } from '../command-fields.ts';
import { bytesContent } from '../content/content.ts';
import type { DeliveredFile, EndpointCommand, EndpointContext } from '../endpoint.ts';
import { EndpointFailure, fail } from '../failure.ts';
import type { ParsedPath, PathRules } from '../files/path-rules.ts';
import { listRealDirectory } from './list-real-directory.ts';
import { failMissing, type RealPath, rulesFor, toRealPath } from './real-path.ts';

type Fields = Record<string, unknown>;

/** Larger files are held open: whoever reads them later gets the bytes of this very file, also when its name is gone. */
const HELD_FROM_BYTES = 16 * 1024 ** 2;
const LARGEST_WITHOUT_SIZE = 16 * 1024 ** 2;

/** The real file system, behind the file commands. */
export class RealFiles {
  readonly rules: PathRules;
  readonly #workingDirectory: string;
  readonly #held = new Set<FileHandle>();
  readonly #forgotten = new FinalizationRegistry<FileHandle>((handle) => this.#drop(handle));

  constructor(os: 'windows' | 'linux' | 'macos', workingDirectory: string) {
    this.rules = rulesFor(os);
    this.#workingDirectory = workingDirectory;
  }

  parse(path: string): ParsedPath {
    return this.rules.parse(path, this.#workingDirectory);
  }

  async list(command: EndpointCommand): Promise<Fields> {
    return { files: await listRealDirectory(this.rules, this.parse(objectText(command))) };
  }

  async get(command: EndpointCommand, context: EndpointContext): Promise<Fields> {
    const { path, stats } = await this.#existing(objectText(command));
    if (!stats.isFile()) {
      // Devices and pipes are not opened: they may block, or do something.
      fail(stats.isDirectory() ? 'isDirectory' : 'accessDenied');
    }
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const opened = await handle.stat();
      if (!opened.isFile()) fail('accessDenied');
      const whole = await this.#source(path, handle, opened);
      const start = Math.min(countField(command, 'offset') ?? 0, whole.size);
      const end = Math.min(start + (countField(command, 'get_count') ?? whole.size), whole.size);
      const delivered: DeliveredFile = {
        size: end - start,
        modified: Math.floor(opened.mtimeMs / 1000),
        read: (from, to) => whole.read(start + from, Math.min(start + to, end)),
      };
      await context.deliver(delivered);
    } finally {
      if (!this.#held.has(handle)) await handle.close();
    }
    return {};
  }

  async put(command: EndpointCommand, context: EndpointContext): Promise<Fields> {
    const parsed = this.parse(objectText(command));
    const path = await toRealPath(this.rules, parsed);
    if (await isThere(path)) fail('fileExists');
    const upload = await context.openUpload().catch(() => fail('notFound'));
    const sink = createWriteStream(path, { flags: 'wx', highWaterMark: 1024 ** 2 });
    let isOurs = false;
    sink.once('open', () => {
      isOurs = true;
    });
    try {
      await pipeline(upload.stream, sink, { signal: context.signal });
    } catch (error) {
      if (isOurs) await rm(path, { force: true });
      throw orMissing(error, 'pathNotFound');
    }
    return {};
  }

  async remove(command: EndpointCommand): Promise<Fields> {
    const parsed = this.parse(objectText(command));
    const path = await toRealPath(this.rules, parsed);
    const stats = await lstat(path).catch((error: unknown) => this.#explain(error, parsed));
    if (stats.isDirectory()) fail('isDirectory');
    await unlink(path);
    return {};
  }

  async makeDirectory(command: EndpointCommand): Promise<Fields> {
    const path = await toRealPath(this.rules, this.parse(objectText(command)));
    if (await isThere(path)) fail('alreadyExists');
    await mkdir(path).catch((error: unknown) => {
      throw orMissing(error, 'pathNotFound');
    });
    return {};
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#held, (handle) => handle.close().catch(() => {})));
    this.#held.clear();
  }

  async #existing(text: string): Promise<{ path: RealPath; stats: Stats }> {
    const parsed = this.parse(text);
    const path = await toRealPath(this.rules, parsed);
    return { path, stats: await stat(path).catch((error: unknown) => this.#explain(error, parsed)) };
  }

  async #source(
    path: RealPath,
    handle: FileHandle,
    stats: Stats,
  ): Promise<Pick<DeliveredFile, 'size' | 'read'>> {
    if (stats.size === 0) {
      // Files of /proc have content, but no size.
      return bytesContent(await readUnsized(handle));
    }
    const held = stats.size > HELD_FROM_BYTES;
    const source: Pick<DeliveredFile, 'size' | 'read'> = {
      size: stats.size,
      read: (start, end) => {
        if (end <= start) return bytesContent(new Uint8Array(0)).read(0, 0);
        const range = { start, end: end - 1, highWaterMark: 1024 ** 2 };
        if (!held) return createReadStream(path, range);
        const stream = handle.createReadStream({ ...range, autoClose: false });
        // Keeps the source, and with it the handle, for as long as somebody reads.
        stream.once('close', () => source.size);
        return stream;
      },
    };
    if (held) {
      this.#held.add(handle);
      this.#forgotten.register(source, handle);
    }
    return source;
  }

  async #explain(error: unknown, parsed: ParsedPath): Promise<never> {
    if (isMissing(error)) return failMissing(this.rules, parsed);
    throw error;
  }

  #drop(handle: FileHandle): void {
    if (this.#held.delete(handle)) handle.close().catch(() => {});
  }
}

async function readUnsized(handle: FileHandle): Promise<Buffer> {
  const parts: Buffer[] = [];
  let total = 0;
  for await (const part of handle.createReadStream({ autoClose: false, highWaterMark: 65_536 })) {
    parts.push(part);
    total += part.length;
    if (total > LARGEST_WITHOUT_SIZE) break;
  }
  return Buffer.concat(parts);
}

async function isThere(path: RealPath): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function orMissing(error: unknown, failure: 'pathNotFound'): unknown {
  return isMissing(error) ? new EndpointFailure(failure) : error;
}
