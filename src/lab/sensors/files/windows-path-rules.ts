import { fail } from '../failure.ts';
import { foldCase } from './fold-case.ts';
import { type ParsedPath, type PathRules, resolveDots } from './path-rules.ts';
import { windowsMatcher } from './windows-wildcard.ts';

/** In front of a path that Win32 takes as it stands. */
const verbatim = '\\\\?\\';
/** The longest path that programs can name without that. */
const longestPath = 259;
const deviceName = /^(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])[ ]*(?:[.:].*)?$/i;

/**
 * Win32 path rules: drive letters, both slashes, no case, dots and blanks at the end dropped, names of devices, 259 characters.
 * None of that behind `\\?\`.
 */
export const windowsPathRules: PathRules = {
  separator: '\\',
  hasAltNames: true,
  parse,
  format: ({ root, parts, isVerbatim }) =>
    `${isVerbatim === true ? verbatim : ''}${root}\\${parts.join('\\')}`,
  key: foldCase,
  isWildcard: (name) => /[*?]/.test(name),
  matcher: windowsMatcher,
  isValidName: (name) => name.length <= 255 && !/[\u0000-\u001f<>:"/\\|?*]/.test(name),
  reaches: (path, name) => path.startsWith(verbatim) || (trimEnd(name) === name && !deviceName.test(name)),
};

function parse(path: string, workingDirectory: string): ParsedPath {
  if (path.includes('\0')) fail('invalidName');
  if (path.startsWith(verbatim)) return parseVerbatim(path.slice(verbatim.length));
  const plain = path.replaceAll('/', '\\');
  if (plain === '') fail('pathNotFound');
  if (plain.startsWith('\\\\')) fail('networkPathNotFound');
  const drive = /^([a-z]):/i.exec(plain);
  const rest = drive === null ? plain : plain.slice(2);
  const here = splitAbsolute(workingDirectory);
  const root = drive === null ? here.root : `${drive[1]?.toUpperCase()}:`;
  const base = rest.startsWith('\\') || root !== here.root ? [] : here.parts;
  const parts = resolveDots([...base, ...trimmed(rest)]);
  if (`${root}\\${parts.join('\\')}`.length > longestPath) fail('pathNotFound');
  // A device is no file of the folder that its name is in.
  if (deviceName.test(parts.at(-1) ?? '')) fail('fileNotFound');
  return { root, parts, trailing: rest.endsWith('\\') || (drive !== null && parts.length === 0) };
}

function parseVerbatim(rest: string): ParsedPath {
  const drive = /^([a-z]:)(?:\\|$)/i.exec(rest)?.[1] ?? fail('pathNotFound');
  const parts = rest
    .slice(drive.length)
    .split('\\')
    .filter((part) => part !== '');
  return {
    root: drive.toUpperCase(),
    parts,
    trailing: rest.endsWith('\\') || parts.length === 0,
    isVerbatim: true,
  };
}

function splitAbsolute(path: string): { root: string; parts: string[] } {
  return { root: path.slice(0, 2).toUpperCase(), parts: resolveDots(path.slice(2).split('\\')) };
}

/** At the end of a path dots and blanks go, before a separator one single dot; `*.` keeps its own, it means "without an extension". */
function trimmed(rest: string): string[] {
  const names = rest.split('\\');
  return names.map((name, at) => {
    if (name === '.' || name === '..' || /[*?]/.test(name)) return name;
    return at === names.length - 1 ? trimEnd(name) : name.replace(/([^.])\.$/, '$1');
  });
}

function trimEnd(name: string): string {
  let end = name.length;
  while (end > 0 && '. '.includes(name.charAt(end - 1))) end -= 1;
  return name.slice(0, end);
}
