import { fail } from '../failure.ts';
import { foldCase } from './fold-case.ts';
import { type ParsedPath, type PathRules, resolveDots } from './path-rules.ts';
import { windowsMatcher } from './windows-wildcard.ts';

/** Win32 path rules: drive letters, both slashes, no case, dots and blanks at the end of a name dropped. */
export const windowsPathRules: PathRules = {
  separator: '\\',
  hasAltNames: true,
  parse,
  format: ({ root, parts }) => (parts.length === 0 ? `${root}\\` : `${root}\\${parts.join('\\')}`),
  key: foldCase,
  isWildcard: (name) => /[*?]/.test(name),
  matcher: windowsMatcher,
  isValidName: (name) => name.length <= 255 && !/[\u0000-\u001f<>:"/\\|?*]/.test(name),
};

function parse(path: string, workingDirectory: string): ParsedPath {
  const plain = path.replaceAll('/', '\\').replace(/^\\\\\?\\/, '');
  if (plain === '') {
    fail('pathNotFound');
  }
  if (plain.includes('\0')) {
    fail('invalidName');
  }
  if (plain.startsWith('\\\\')) {
    fail('networkPathNotFound');
  }
  const drive = /^([a-z]):/i.exec(plain);
  const rest = drive === null ? plain : plain.slice(2);
  const here = splitAbsolute(workingDirectory);
  const root = drive === null ? here.root : `${drive[1]?.toUpperCase()}:`;
  const base = rest.startsWith('\\') || root !== here.root ? [] : here.parts;
  const named = rest.split('\\').map(trimName);
  const parts = resolveDots([...base, ...named]);
  return { root, parts, trailing: rest.endsWith('\\') || (drive !== null && parts.length === 0) };
}

function splitAbsolute(path: string): { root: string; parts: string[] } {
  return { root: path.slice(0, 2).toUpperCase(), parts: resolveDots(path.slice(2).split('\\')) };
}

// Win32 drops dots and blanks at the end of a name; `*.` keeps its dot, it means "without an extension".
function trimName(name: string): string {
  return name === '.' || name === '..' || /[*?]/.test(name) ? name : name.replace(/[. ]+$/, '');
}
