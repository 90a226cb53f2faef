import { posix, win32 } from 'node:path';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { homeFolder } from './home.ts';
import type { StateSources } from './state-directory.ts';

/** `$XDG_CONFIG_HOME/cblr` where that is set, else `~/.config/cblr`, or `%APPDATA%\cblr`; undefined where there is no home. */
export function configDirectory(sources: StateSources): string | undefined {
  const { env, platform } = sources;
  const path = platform === 'win32' ? win32 : posix;
  const named = platform === 'win32' ? (env['XDG_CONFIG_HOME'] ?? env['APPDATA']) : env['XDG_CONFIG_HOME'];
  if (named && path.isAbsolute(named)) return path.join(named, 'cblr');
  try {
    const folders = platform === 'win32' ? ['AppData', 'Roaming'] : ['.config'];
    return path.join(homeFolder(sources), ...folders, 'cblr');
  } catch (error) {
    if (isCbError(error, 'Config')) return undefined;
    throw error;
  }
}

/** Where saved queries are kept. Kind `Config` where there is no home. */
export function queryFolder(sources: StateSources): string {
  const folder = configDirectory(sources);
  if (folder === undefined) {
    throw new CbError('Config', 'there is no folder for saved queries: HOME is empty or no absolute path', {
      hint: 'set HOME or XDG_CONFIG_HOME to an absolute path',
    });
  }
  return (sources.platform === 'win32' ? win32 : posix).join(folder, 'queries');
}
