import { posix, win32 } from 'node:path';
import { homeFolder } from './home.ts';

export interface StateSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/**
 * The folder for what is remembered between runs (history, locks, last profile): `$XDG_STATE_HOME/cblr` where that is set, else by
 * platform `~/.local/state/cblr`, `~/Library/Application Support/cblr`, `%LOCALAPPDATA%\cblr`. Made by whoever writes there, 0700.
 */
export function stateDirectory(sources: StateSources): string {
  const { env, platform } = sources;
  const path = platform === 'win32' ? win32 : posix;
  const named = env['XDG_STATE_HOME'];
  // The XDG rules say to ignore a relative path.
  if (named && path.isAbsolute(named)) return path.join(named, 'cblr');
  const local = env['LOCALAPPDATA'];
  if (platform === 'win32' && local && path.isAbsolute(local)) return path.join(local, 'cblr');
  const home = homeFolder(sources);
  if (platform === 'win32') return path.join(home, 'AppData', 'Local', 'cblr');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'cblr');
  return path.join(home, '.local', 'state', 'cblr');
}
