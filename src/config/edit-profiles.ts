import { posix, win32 } from 'node:path';
import { CbError } from '../errors/cb-error.ts';
import { parseCbrc } from './cbrc.ts';
import { type ConfigSources, ourPath, readOurs } from './profile-files.ts';

/**
 * Changes our profile file with an edit from `cbrc-edit.ts` and writes it 0600 in one step; makes it where there is none. The path
 * comes back. Kind `Config` for a file that is unsafe, a link, or cannot be read, `LocalFile` when it cannot be written.
 */
export async function editProfiles(sources: ConfigSources, edit: (text: string) => string): Promise<string> {
  const path = ourPath(sources);
  const before = await readOurs(sources);
  if (before?.isLink) {
    throw new CbError('Config', `${path} is a link, which would be replaced by a file`, {
      hint: 'name the file itself in CBRC, or edit it by hand',
      context: { path },
    });
  }
  if (before) parseCbrc(before.text, path, { allowUse: true });
  const after = edit(before?.text ?? '');
  if (before?.text === after) return path;
  if (!before) {
    const { dirname } = sources.platform === 'win32' ? win32 : posix;
    await sources.files.makeDirectory(dirname(path), { parents: true, mode: 0o700 });
  }
  await sources.files.writeAtomic(path, after, 0o600);
  return path;
}
