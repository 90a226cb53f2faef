import { posix, win32 } from 'node:path';
import { CbError } from '../errors/cb-error.ts';

/**
 * The user's home folder: `Config` where there is none. An empty or relative one would be the working directory, where anybody may have
 * put a profile whose `token_command` is run.
 */
export function homeFolder({
  home,
  platform,
}: {
  readonly home: string;
  readonly platform: NodeJS.Platform;
}): string {
  if ((platform === 'win32' ? win32 : posix).isAbsolute(home)) return home;
  throw new CbError('Config', 'there is no home folder: HOME is empty or no absolute path', {
    hint: 'set HOME, or CBRC and XDG_STATE_HOME to absolute paths',
  });
}
