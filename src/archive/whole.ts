import { CbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { readSessionArchive } from './session-archive.ts';

/** Kind `Integrity` for an archive that was fetched and breaks off or is damaged: nobody says beforehand how long one is. */
export async function mustBeWhole(
  path: string,
  { files, signal }: { readonly files: Pick<LocalFiles, 'read'>; readonly signal: AbortSignal },
): Promise<void> {
  const { fault } = await readSessionArchive(files.read(path, { signal }));
  if (fault === undefined || fault.state === 'unknown') return;
  throw new CbError('Integrity', `${path} ${fault.message}`, {
    hint: 'what has come lies there: fetch the archive again, while the server keeps it',
    context: { path },
  });
}
