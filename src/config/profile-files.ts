import { posix, win32 } from 'node:path';
import { CbError } from '../errors/cb-error.ts';
import type { LocalCommands } from '../ports/local-commands.ts';
import type { LocalFiles, OwnFileFault, OwnFileRule } from '../ports/local-files.ts';
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
    const text = await read(path, isOurs, sources);
    if (text === undefined && isOurs && sources.env['CBRC'])
      throw new CbError('Config', `CBRC names a file that is not there: ${path}`);
    if (text !== undefined) found.push({ ...parseCbrc(text, path, { allowUse: isOurs }), isOurs });
  }
  return found;
}

/** Our own file as it is, checked for safety; undefined where there is none. */
export async function readOurs(
  sources: ConfigSources,
): Promise<{ readonly text: string; readonly isLink: boolean } | undefined> {
  const path = ourPath(sources);
  const text = await read(path, true, sources);
  if (text === undefined) return undefined;
  return { text, isLink: (await sources.files.stat(path))?.isLink === true };
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

async function read(path: string, isOurs: boolean, sources: ConfigSources): Promise<string | undefined> {
  const { files, platform, warn } = sources;
  const uid = platform === 'win32' ? -1 : sources.uid;
  const own = await files.readOwn(path, isOurs ? oursRule(uid) : theirRule(uid));
  if (own === undefined) return undefined;
  if ('fault' in own) {
    // cbapi skips what it may not read, such as a file of administrators below /etc.
    if (!isOurs && own.fault === 'unreadable') return undefined;
    const hint = hintFor(own.fault, path, isOurs, uid);
    throw new CbError('Config', `${path} ${own.why}`, { hint, context: { path } });
  }
  if (uid >= 0 && (own.mode & 0o004) !== 0)
    warn?.(`${path} can be read by everyone (mode ${octal(own.mode)}): chmod 600 ${quoted(path)}`);
  return own.text;
}

const mostBytes = 1024 * 1024;

/** Ours must belong to the user and be closed to all others. It may be a link to where somebody keeps such files. */
const oursRule = (uid: number): OwnFileRule => ({ uid, most: mostBytes, followLink: true });
/**
 * cbapi's may belong to root and be readable by a group, as it often is below /etc (others that can read it are worth a warning); but
 * whoever can write it can send our requests elsewhere, so that is refused.
 */
const theirRule = (uid: number): OwnFileRule => ({ ...oursRule(uid), orRoot: true, others: 'read' });

function hintFor(
  fault: OwnFileFault['fault'],
  path: string,
  isOurs: boolean,
  uid: number,
): string | undefined {
  if (fault === 'owner' && isOurs) return `chown it to yourself: chown ${uid} ${quoted(path)}`;
  if (fault === 'owner') return 'ask its owner, or remove it';
  if (fault === 'mode') return `close it: chmod ${isOurs ? '600' : 'go-w'} ${quoted(path)}`;
  return fault === 'unreadable' ? 'look at its owner and mode' : undefined;
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
