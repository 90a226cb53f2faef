import { posix, win32 } from 'node:path';
import { CbError, isCbError } from '../errors/cb-error.ts';
import type { LocalCommands } from '../ports/local-commands.ts';
import type { LocalFiles, LocalStat } from '../ports/local-files.ts';
import { type Cbrc, parseCbrc } from './cbrc.ts';
import { homeFolder } from './home.ts';

/** What the configuration takes of the outside. */
export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** -1 where the platform knows none. */
  readonly uid: number;
  readonly files: LocalFiles;
  readonly local: LocalCommands;
  /** What should be known but does not stop anything, such as a file of cbapi that others can read. */
  readonly warn?: ((text: string) => void) | undefined;
}

export interface ProfileFile extends Cbrc {
  /** Ours is written and may name a `token_command`; cbapi's are only read. */
  readonly isOurs: boolean;
}

/** The path of our own file: `CBRC`, else `~/.cbrc`. Never one from the working directory: `CBRC` must be absolute. */
export function ourPath(sources: Pick<ConfigSources, 'env' | 'home' | 'platform'>): string {
  const path = sources.platform === 'win32' ? win32 : posix;
  const named = sources.env['CBRC'];
  if (!named) return path.join(homeFolder(sources), '.cbrc');
  const expanded = named.replace(/^~(?=[/\\]|$)/, () => homeFolder(sources));
  if (path.isAbsolute(expanded)) return path.normalize(expanded);
  throw new CbError('Config', `CBRC is not an absolute path: ${named}`, {
    hint: 'a profile file is never taken from the working directory; write the whole path',
  });
}

/** The profile files that exist, in the order in which they are asked for a section. Kind `Config` for one that is unsafe or cannot be read. */
export async function readProfileFiles(sources: ConfigSources): Promise<readonly ProfileFile[]> {
  const found: ProfileFile[] = [];
  for (const { path, isOurs } of places(sources)) {
    const stat = await sources.files.stat(path);
    if (!stat) {
      if (isOurs && sources.env['CBRC'])
        throw new CbError('Config', `CBRC names a file that is not there: ${path}`);
      continue;
    }
    const text = await read(path, stat, isOurs, sources);
    if (text !== undefined) found.push({ ...parseCbrc(text, path, { allowUse: isOurs }), isOurs });
  }
  return found;
}

/** Our own file as it is, checked for safety; undefined where there is none. */
export async function readOurs(
  sources: ConfigSources,
): Promise<{ readonly text: string; readonly isLink: boolean } | undefined> {
  const path = ourPath(sources);
  const stat = await sources.files.stat(path);
  const text = stat && (await read(path, stat, true, sources));
  return stat && text !== undefined ? { text, isLink: stat.isLink } : undefined;
}

/** Every path that is looked at, for messages. */
export function searchedPaths(sources: ConfigSources): readonly string[] {
  return places(sources).map(({ path }) => path);
}

function places(sources: ConfigSources): readonly { readonly path: string; readonly isOurs: boolean }[] {
  const path = sources.platform === 'win32' ? win32 : posix;
  const { home } = sources;
  return [
    { path: ourPath(sources), isOurs: true },
    ...(path.isAbsolute(home)
      ? [{ path: path.join(home, '.carbonblack', 'credentials.response'), isOurs: false }]
      : []),
    ...(sources.platform === 'win32'
      ? []
      : [{ path: '/etc/carbonblack/credentials.response', isOurs: false }]),
  ];
}

async function read(
  path: string,
  stat: LocalStat,
  isOurs: boolean,
  sources: ConfigSources,
): Promise<string | undefined> {
  if (!stat.isFile) throw new CbError('Config', `${path} is no file`, { context: { path } });
  // Of the file that was opened: what was looked at before may have been changed for another since.
  const check = (opened: LocalStat): void => {
    if (sources.platform !== 'win32') checkSafety(path, opened, isOurs, sources);
  };
  try {
    return await sources.files.readText(path, { plain: true, check });
  } catch (cause) {
    if (isCbError(cause, 'Config')) throw cause;
    // cbapi skips what it may not read, such as a file of administrators below /etc.
    if (!isOurs) return undefined;
    throw new CbError('Config', `${path} cannot be read`, {
      hint: 'look at its owner and mode',
      cause,
      context: { path },
    });
  }
}

/**
 * Ours must belong to the user and be closed to all others. cbapi's may belong to root and be readable by a group, as it often is below
 * /etc (others that can read it are worth a warning); but whoever can write it can send our requests elsewhere, so that is refused.
 */
function checkSafety(path: string, stat: LocalStat, isOurs: boolean, sources: ConfigSources): void {
  const { uid } = sources;
  if (uid >= 0 && stat.uid !== uid && (isOurs || stat.uid !== 0)) {
    throw unsafe(
      path,
      'belongs to another user',
      isOurs ? `chown it to yourself: chown ${uid} ${quoted(path)}` : 'ask its owner, or remove it',
    );
  }
  if (isOurs && (stat.mode & 0o077) !== 0) {
    throw unsafe(
      path,
      `can be read or written by others (mode ${octal(stat.mode)})`,
      `close it: chmod 600 ${quoted(path)}`,
    );
  }
  if ((stat.mode & 0o022) !== 0) {
    throw unsafe(
      path,
      `can be written by others (mode ${octal(stat.mode)})`,
      `close it: chmod go-w ${quoted(path)}`,
    );
  }
  if ((stat.mode & 0o004) !== 0)
    sources.warn?.(`${path} can be read by everyone (mode ${octal(stat.mode)}): chmod 600 ${quoted(path)}`);
}

function unsafe(path: string, why: string, hint: string): CbError {
  return new CbError('Config', `${path} ${why}`, { hint, context: { path } });
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
