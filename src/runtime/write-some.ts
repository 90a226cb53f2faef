import { write } from 'node:fs';
import { localFileError } from './local-file-error.ts';

/**
 * Writes what lies behind `at`, at the position or (null) where the file is; gives how much the system took. The callback form: the
 * promise one costs a FileHandle and measurably more per write.
 */
export function writeSome(
  fd: number,
  bytes: Uint8Array,
  at: number,
  position: number | null,
  shown: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    write(fd, bytes, at, bytes.length - at, position, (error, count) => {
      if (error) reject(localFileError(error, 'write', shown));
      else resolve(count);
    });
  });
}
