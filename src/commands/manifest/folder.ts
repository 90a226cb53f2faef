import { CbError } from '../../errors/cb-error.ts';
import type { CommandContext } from '../context.ts';

/** The folder that was named, or the local directory. */
export async function manifestFolder(
  typed: string | undefined,
  { runtime: { files } }: CommandContext,
): Promise<string> {
  const folder = files.resolve(typed ?? '.');
  if ((await files.stat(folder))?.isDirectory === true) return folder;
  throw new CbError('LocalFile', `there is no folder ${folder}`);
}
