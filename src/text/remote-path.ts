import { isDeviceName, isNtfsName, trimmedName } from './windows-name.ts';

/** How an endpoint writes paths. */
export type PathStyle = 'windows' | 'unix';

/**
 * Path rules of one endpoint. The directory is the shell's own (contract/live-response-commands.md, "Classic shell surface"): on
 * Windows absolute is `X:\…` or `\\server\share…`, a single leading `\` keeps the directory's drive; on Unix a backslash is a
 * plain character. Results are normalised: no `.`, no `..`, no doubled or trailing separator except at a root.
 */
export interface RemotePaths {
  readonly style: PathStyle;
  readonly separator: '\\' | '/';
  isAbsolute(path: string): boolean;
  /** `typed` seen from `directory`. */
  resolve(directory: string, typed: string): string;
  /** Adds one name as it is (the name comes from a listing). */
  join(directory: string, name: string): string;
  parent(path: string): string;
  /** Its root and the names below, one for each directory. */
  split(path: string): SplitPath;
  /** The last component; empty for a root. */
  basename(path: string): string;
  isRoot(path: string): boolean;
  /** True for one component and no more: a name from a listing may hold separators where a sensor lies. */
  isName(name: string): boolean;
  /** True where the typed path ends with a separator: the person means a directory. */
  meansDirectory(typed: string): boolean;
  /** Equal as the endpoint sees it (Windows: without regard to case). */
  same(a: string, b: string): boolean;
  /** The directory as `directory list` wants it to list what is in it. */
  asListing(directory: string): string;
  /** Where Win32 makes another path of it than it says; undefined where it does not, and on Unix. */
  misread(path: string): Misreading | undefined;
  /** The path in the form that Win32 takes as it stands: `\\\\?\\…`. On Unix the path itself. */
  verbatim(path: string): string;
  /** True for what a file or directory of this endpoint can be called when it is made by a program of its system. */
  canMake(name: string): boolean;
}

export interface SplitPath {
  readonly root: string;
  readonly parts: readonly string[];
}

/** A part of a path ends in dots or blanks, which Win32 drops, or is the name of a device. */
export interface Misreading {
  /** The path up to the first such part. */
  readonly upTo: string;
  /** What programs make of the whole path. */
  readonly as: string;
}

export function remotePaths(style: PathStyle): RemotePaths {
  return style === 'windows' ? windowsPaths : unixPaths;
}

/** The style that a path itself shows, for a session whose sensor does not say its system. */
export function guessPathStyle(path: string): PathStyle {
  return /^[A-Za-z]:|^\\\\/.test(path) ? 'windows' : 'unix';
}

/**
 * What follows the last separator of either system; empty where nothing does. Not by a pattern: on a long path of a hostile sensor that
 * ends in a separator one takes time by the square of its length.
 */
export function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

const windowsPaths: RemotePaths = {
  style: 'windows',
  separator: '\\',
  isAbsolute: (path) => /^(?:[A-Za-z]:[\\/]|[\\/]{2}[^\\/])/.test(path),
  resolve(directory, typed) {
    if (typed.startsWith('\\\\?\\') || typed.startsWith('\\\\.\\')) return typed;
    const path = typed.replaceAll('/', '\\');
    const base = splitRoot(directory.replaceAll('/', '\\'));
    const drive = /^([A-Za-z]:)(\\?)(.*)$/s.exec(path);
    if (drive !== null) {
      const [, letter = '', slash = '', rest = ''] = drive;
      const goesOn = slash === '' && rest !== '' && base.root.toLowerCase() === `${letter}\\`.toLowerCase();
      return build(`${letter}\\`, goesOn ? [...base.parts, ...split(rest)] : split(rest));
    }
    if (path.startsWith('\\\\')) {
      const unc = splitRoot(path);
      return build(unc.root, unc.parts);
    }
    if (path.startsWith('\\')) return build(base.root, split(path));
    return build(base.root, [...base.parts, ...split(path)]);
  },
  join: (directory, name) => (directory.endsWith('\\') ? directory + name : `${directory}\\${name}`),
  parent(path) {
    const { root, parts } = splitRoot(path);
    return build(root, parts.slice(0, -1));
  },
  split: splitRoot,
  basename: (path) => splitRoot(path).parts.at(-1) ?? '',
  isRoot: (path) => splitRoot(path).parts.length === 0,
  isName: (name) => !/[\\/:]/.test(name) && !/^\.{0,2}$/.test(name),
  meansDirectory: (typed) =>
    /[\\/]$/.test(typed) || /(?:^|[\\/])\.\.?$/.test(typed) || /^[A-Za-z]:$/.test(typed),
  same: (a, b) => a.toLowerCase() === b.toLowerCase(),
  asListing: (directory) => (directory.endsWith('\\') ? directory : `${directory}\\`),
  misread,
  verbatim(path) {
    if (path.startsWith('\\\\?\\')) return path;
    if (path.startsWith('\\\\.\\')) return `\\\\?\\${path.slice(4)}`;
    return path.startsWith('\\\\') ? `\\\\?\\UNC\\${path.slice(2)}` : `\\\\?\\${path}`;
  },
  canMake: (name) => isNtfsName(name) && trimmedName(name) === name && !isDeviceName(name),
};

const unixPaths: RemotePaths = {
  style: 'unix',
  separator: '/',
  isAbsolute: (path) => path.startsWith('/'),
  resolve(directory, typed) {
    const parts = typed.startsWith('/') ? typed.split('/') : [...directory.split('/'), ...typed.split('/')];
    return `/${fold(parts).join('/')}`;
  },
  join: (directory, name) => (directory.endsWith('/') ? directory + name : `${directory}/${name}`),
  parent: (path) => `/${fold(path.split('/')).slice(0, -1).join('/')}`,
  split: (path) => ({ root: '/', parts: fold(path.split('/')) }),
  basename: (path) => fold(path.split('/')).at(-1) ?? '',
  isRoot: (path) => fold(path.split('/')).length === 0,
  isName: (name) => !name.includes('/') && !/^\.{0,2}$/.test(name),
  meansDirectory: (typed) => typed.endsWith('/') || /(?:^|\/)\.\.?$/.test(typed),
  same: (a, b) => a === b,
  asListing: (directory) => (directory.endsWith('/') ? directory : `${directory}/`),
  misread: () => undefined,
  verbatim: (path) => path,
  canMake: (name) => unixPaths.isName(name),
};

function misread(path: string): Misreading | undefined {
  if (path.startsWith('\\\\?\\')) return undefined;
  const { root, parts } = splitRoot(path);
  const first = parts.findIndex((part) => trimmedName(part) !== part || isDeviceName(part));
  if (first < 0) return undefined;
  const last = parts.at(-1) ?? '';
  const as = isDeviceName(last) ? `the device ${last}` : build(root, parts.map(trimmedName));
  return { upTo: root + parts.slice(0, first + 1).join('\\'), as };
}

function split(path: string): readonly string[] {
  return path.split('\\');
}

/**
 * A drive root `C:\` or a share root `\\server\share\`, also behind `\\?\`, or a volume `\\?\GLOBALROOT\Device\…\`; a path without
 * any counts from the root of the current drive.
 */
function splitRoot(path: string): SplitPath {
  const drive = /^[A-Za-z]:/.exec(path);
  if (drive !== null) return { root: `${drive[0]}\\`, parts: fold(split(path.slice(2))) };
  const volume = /^\\\\\?\\(?:UNC(?:\\[^\\]+){2}|GLOBALROOT\\Device\\[^\\]+)/i.exec(path)?.[0];
  if (volume !== undefined) return { root: `${volume}\\`, parts: fold(split(path.slice(volume.length))) };
  const share = /^\\\\([^\\]+)(?:\\+([^\\]+))?/.exec(path);
  if (share !== null) {
    const root = `\\\\${[share[1], share[2]].filter((part) => part !== undefined).join('\\')}\\`;
    return { root, parts: fold(split(path.slice(share[0].length))) };
  }
  return { root: '\\', parts: fold(split(path)) };
}

function build(root: string, parts: readonly string[]): string {
  return root + fold(parts).join('\\');
}

function fold(parts: readonly string[]): string[] {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part === '..') kept.pop();
    else kept.push(part);
  }
  return kept;
}
