import { isCbError } from '../../errors/cb-error.ts';
import { Digest } from '../../manifest/digest.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import { type HashOptions, hashFiles } from '../hash/hash-files.ts';
import type { SizedAlike } from './mirror-plan.ts';

/** Tells of each pair in turn whether both have the same SHA-256. What cannot be read is not the same: fetching it says why. */
export function sameByHash(
  live: Parameters<typeof hashFiles>[0],
  files: Pick<LocalFiles, 'read'>,
  options: Omit<HashOptions, 'hash'>,
): (pairs: readonly SizedAlike[]) => AsyncGenerator<boolean> {
  return async function* (pairs) {
    async function* paths(): AsyncGenerator<string> {
      for (const { entry } of pairs) yield entry.path;
    }
    let at = 0;
    for await (const { hash } of hashFiles(live, paths(), { ...options, hash: 'sha256' })) {
      const local = pairs[at++]?.local;
      yield hash !== undefined && local !== undefined && hash === (await hashHere(files, local));
    }
  };
}

async function hashHere(files: Pick<LocalFiles, 'read'>, path: string): Promise<string | undefined> {
  const digest = new Digest();
  try {
    for await (const chunk of files.read(path)) digest.update(chunk);
  } catch (error) {
    if (isCbError(error, 'LocalFile')) return undefined;
    throw error;
  }
  return digest.hex();
}
