import { join } from 'node:path';
import { isCbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { isManifestName, manifestName } from '../text/local-name.ts';
import { Digest } from './digest.ts';
import type { TakenLine } from './lines.ts';
import { readManifest } from './read-manifest.ts';

/** `unknown`: it could not be read, or its line is none. */
export type FileState = 'ok' | 'changed' | 'missing' | 'unlisted' | 'unknown';

/** What became of a file that was fetched, or lies among those. */
export interface FileVerdict {
  readonly folder: string;
  readonly name: string;
  readonly state: FileState;
  /** The last line of it. */
  readonly line?: TakenLine | undefined;
  readonly says: string;
}

export interface VerifyOptions {
  readonly signal: AbortSignal;
  /** Called with the bytes that were hashed of a file. */
  readonly onBytes: (path: string, done: number, total: number) => void;
}

type Disk = Pick<LocalFiles, 'stat' | 'list' | 'read'>;

/** Holds each file of a folder, and of those below it, against the manifest beside it. No link is followed. */
export async function* verifyFiles(
  files: Disk,
  start: string,
  options: VerifyOptions,
): AsyncGenerator<FileVerdict> {
  const folders = [start];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    options.signal.throwIfAborted();
    const entries = await files.list(folder);
    const taken = new Map<string, TakenLine>();
    if (entries.some(({ name }) => name === manifestName)) yield* readLines(files, folder, taken, options);
    for (const [name, line] of taken) yield await verdictOfFile(files, folder, { name, line }, options);
    for (const { name, isDirectory } of entries) {
      if (isDirectory && !taken.has(name)) folders.push(join(folder, name));
      else if (!taken.has(name) && !isManifestName(name))
        yield { folder, name, state: 'unlisted', says: 'no manifest has a line of it' };
    }
  }
}

/** Gathers the last line of each file that should be there; what is no line has a verdict of its own. */
async function* readLines(
  files: Disk,
  folder: string,
  taken: Map<string, TakenLine>,
  { signal }: VerifyOptions,
): AsyncGenerator<FileVerdict> {
  const path = join(folder, manifestName);
  const found = await files.stat(path);
  if (found?.isFile !== true || found.isLink) {
    yield { folder, name: manifestName, state: 'unknown', says: 'is no plain file' };
    return;
  }
  for await (const each of readManifest(files.read(path, { signal }))) {
    if (each.kind === 'fault') {
      const says = `line ${each.number} ${each.words}`;
      yield { folder, name: manifestName, state: 'unknown', says };
    } else {
      taken.delete(each.line.local);
      if (each.kind === 'taken') taken.set(each.line.local, each.line);
    }
  }
}

async function verdictOfFile(
  files: Disk,
  folder: string,
  { name, line }: { readonly name: string; readonly line: TakenLine },
  { signal, onBytes }: VerifyOptions,
): Promise<FileVerdict> {
  const path = join(folder, name);
  const verdict = (state: FileState, says = ''): FileVerdict => ({ folder, name, state, line, says });
  try {
    const found = await files.stat(path);
    if (found === undefined) return verdict('missing', 'the file is missing');
    if (!found.isFile || found.isLink) return verdict('changed', 'is no plain file');
    if (found.size !== line.size) return verdict('changed', `has ${found.size} bytes, and had ${line.size}`);
    const digest = new Digest({ withOld: true });
    for await (const chunk of files.read(path, { signal, size: 1024 * 1024 })) {
      digest.update(chunk);
      onBytes(path, digest.size, line.size);
    }
    const { sha256, old } = digest.hashes();
    const others = Object.entries({ sha256, ...old }).filter(
      ([key, hash]) => hash !== Reflect.get(line, key),
    );
    if (others.length === 0) return verdict('ok');
    return verdict('changed', `another ${others.map(([key]) => key).join(', ')}`);
  } catch (error) {
    if (signal.aborted || !isCbError(error, 'LocalFile')) throw error;
    return verdict('unknown', error.message);
  }
}
