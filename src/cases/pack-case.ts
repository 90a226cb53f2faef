import { createHash } from 'node:crypto';
import { CbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { type FileBelow, filesBelow } from './files-below.ts';
import { listName, sumLine, sumList } from './sum-list.ts';

/** A file of a case on its way into an archive. */
export interface PackedFile {
  readonly name: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface PackOptions {
  /** The archive itself, where that is made in the folder. */
  readonly except: string;
  readonly nowMs: number;
  readonly signal: AbortSignal;
  readonly onBytes: (file: string, done: number, total: number) => void;
}

/**
 * Every plain file of a case, and at last the list of their SHA-256. Each is to be read to its end before the next one is asked for: it is
 * hashed on its way.
 */
export async function* packCase(
  path: string,
  files: Pick<LocalFiles, 'list' | 'stat' | 'read'>,
  options: PackOptions,
): AsyncGenerator<PackedFile> {
  const sums: string[] = [];
  for (const found of await filesBelow(path, files)) {
    const { file, isPlain, size, modifiedMs } = found;
    if (file === listName || `${path}/${file}` === options.except) continue;
    if (!isPlain) {
      throw new CbError('LocalFile', `${path}/${file} is no plain file`, {
        hint: 'it is no part of a case: remove it',
      });
    }
    const hashing = hashedOnItsWay(path, found, files, options);
    yield { name: file, size, modifiedMs, chunks: hashing.chunks() };
    sums.push(sumLine(file, hashing.sha256()));
  }
  const list = Buffer.from(sumList(sums));
  yield { name: listName, size: list.length, modifiedMs: options.nowMs, chunks: [list] };
}

function hashedOnItsWay(
  path: string,
  { file, size }: FileBelow,
  files: Pick<LocalFiles, 'read'>,
  { signal, onBytes }: PackOptions,
) {
  const digest = createHash('sha256');
  let [done, isWhole] = [0, false];
  return {
    async *chunks() {
      for await (const chunk of files.read(`${path}/${file}`, { signal, size: 1024 * 1024 })) {
        digest.update(chunk);
        done += chunk.length;
        onBytes(file, done, size);
        yield chunk;
      }
      isWhole = true;
    },
    sha256() {
      if (!isWhole) throw new TypeError(`${file} was not read to its end`);
      return digest.digest('hex');
    },
  };
}
