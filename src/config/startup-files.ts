import { posix, win32 } from 'node:path';
import type { LocalFiles } from '../ports/local-files.ts';
import { configDirectory } from './config-directory.ts';
import type { StateSources } from './state-directory.ts';

export interface StartupSources extends StateSources {
  readonly uid: number;
  readonly files: Pick<LocalFiles, 'readOwn'>;
}

export interface FoundStartupFile {
  readonly path: string;
  readonly text?: string;
  /** Why it is left alone, in words that follow its path. */
  readonly fault?: string;
}

/** More than this is no list of aliases. */
const mostBytes = 64 * 1024;

/**
 * What the shell is told to begin with: `shellrc` of our configuration folder, then `shellrc-PROFILE`. As all that decides what is typed it
 * must be the user's own and written by nobody else; others may read it, and it may be a link to where somebody keeps such files.
 */
export async function readStartupFiles(
  sources: StartupSources,
  profile: string,
): Promise<readonly FoundStartupFile[]> {
  const folder = configDirectory(sources);
  if (folder === undefined) return [];
  const found: FoundStartupFile[] = [];
  for (const name of ['shellrc', `shellrc-${profile.replace(/[^A-Za-z0-9_-]/g, '_')}`]) {
    const path = (sources.platform === 'win32' ? win32 : posix).join(folder, name);
    const uid = sources.platform === 'win32' ? -1 : sources.uid;
    const own = await sources.files.readOwn(path, { uid, most: mostBytes, followLink: true, others: 'read' });
    if (own === undefined) continue;
    if (!('fault' in own)) found.push({ path, text: own.text });
    else found.push({ path, fault: own.fault === 'mode' ? `${own.why}: chmod go-w closes it` : own.why });
  }
  return found;
}
