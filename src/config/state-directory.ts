import { posix, win32 } from 'node:path';

export interface StateSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/**
 * The folder for what is remembered between runs (history, locks, last profile): `$XDG_STATE_HOME/cblr` where that is set, else by
 * platform `~/.local/state/cblr`, `~/Library/Application Support/cblr`, `%LOCALAPPDATA%\cblr`. Made by whoever writes there, 0700.
 */
export function stateDirectory({ env, home, platform }: StateSources): string {
  const path = platform === 'win32' ? win32 : posix;
  const named = env['XDG_STATE_HOME'];
  // The XDG rules say to ignore a relative path.
  if (named && path.isAbsolute(named)) return path.join(named, 'cblr');
  if (platform === 'win32')
    return path.join(env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'cblr');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'cblr');
  return path.join(home, '.local', 'state', 'cblr');
}
