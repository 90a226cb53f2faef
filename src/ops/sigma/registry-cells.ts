import { anyRun, matches, patternOf } from './pattern.ts';
import { type Cells, fromTail } from './tail-cells.ts';
import type { PatternCell } from './wild-word.ts';

/** By Sigma's name, as the server's paths begin (contract/process-events.md); null: what follows stands behind an id or `classes`. */
const roots: Readonly<Record<string, string | null>> = {
  hklm: 'registry\\machine',
  hkey_local_machine: 'registry\\machine',
  hku: 'registry\\user',
  hkey_users: 'registry\\user',
  hkcu: null,
  hkey_current_user: null,
  hkcr: null,
  hkey_classes_root: null,
};

/**
 * A pattern of a key as rules have it, `HKLM\…`, as one of the tails of the server's `\registry\machine\…`; where it cannot be told which root is meant
 * it begins behind that. A sensor may name the control set that is current by its number.
 */
export function registryCells(cells: readonly PatternCell[]): Cells {
  const { cells: rooted, isSame } = withRoot(cells);
  const folders = foldersOf(rooted);
  const named = folders.map((folder, at) => withoutNumber(folder, at, folders));
  const same = named.every((folder, at) => folder === folders[at]);
  return {
    cells: named.flatMap((folder, at) => (at === 0 ? folder : ['\\', ...folder])),
    isSame: isSame && same && !mayFitHidden(folders),
  };
}

/**
 * A name of its own that the server's paths have and those of rules have not may fit, too: what HKLM and HKU stand for, `software\classes` of HKCR,
 * the number of a control set.
 */
function mayFitHidden(folders: readonly (readonly PatternCell[])[]): boolean {
  const names = folders.map((folder) => (folder.includes(null) ? undefined : folder.join('')));
  const isRooted = names[0] === 'registry' && names.length > 2;
  const [first, second = ''] = isRooted ? names.slice(2) : names;
  if (first === undefined || first === '') return true;
  if (!isRooted && ['registry', 'machine', 'user', 'classes'].includes(first)) return true;
  const isOpen = folders[isRooted ? 3 : 1]?.includes(null) !== false;
  return (first === 'software' && (isOpen || 'classes'.startsWith(second))) || (first === 'system' && isOpen);
}

function withRoot(cells: readonly PatternCell[]): Cells {
  const isOpen = cells[0] === null;
  const from = isOpen ? 1 : 0;
  const begin = cells[from] === '\\' ? from + 1 : from;
  // Behind a separator, and not at the beginning: it is no root.
  if (isOpen && begin > from) return fromTail(cells);
  const end = cells.indexOf('\\', begin);
  const name = folderFrom(cells, begin);
  const rest = end < 0 ? [] : cells.slice(end + 1);
  if (isRoot(name)) {
    const path = roots[name] ?? undefined;
    if (end < 0) return { cells: [null], isSame: false };
    // The end of another name it may be, too.
    return path === undefined || isOpen
      ? { cells: rest, isSame: false }
      : { cells: [...path, '\\', ...rest], isSame: begin === from };
  }
  if (name === 'registry') return { cells: cells.slice(begin), isSame: false };
  if (name === undefined) {
    // A wildcard within the first name: what stands before it may be of the root, and it may stand for separators, too.
    return { cells: withRoot(cells.slice(cells.indexOf(null, begin))).cells, isSame: false };
  }
  const mayEndRoot = isOpen && Object.keys(roots).some((root) => root.includes(name));
  if (isOpen && !mayEndRoot) return fromTail(cells);
  return { cells: end < 0 ? [null] : rest, isSame: false };
}

function isRoot(name: string | undefined): name is string {
  return name !== undefined && Object.hasOwn(roots, name);
}

/** The name of a folder, up to a separator or the end; undefined where it has wildcards. */
function folderFrom(cells: readonly PatternCell[], from: number): string | undefined {
  const end = cells.indexOf('\\', from);
  const folder = cells.slice(from, end < 0 ? undefined : end);
  // What stands open behind the last name is no part of it.
  const named = end < 0 && folder.at(-1) === null ? folder.slice(0, -1) : folder;
  return named.includes(null) ? undefined : named.join('');
}

const current = 'currentcontrolset';
const common = 'controlset';

/** A folder that is the control set of the day, or may be with what its wildcards stand for, as what all of its names have. */
function withoutNumber(
  folder: readonly PatternCell[],
  at: number,
  folders: readonly (readonly PatternCell[])[],
): readonly PatternCell[] {
  const before = folders[at - 1];
  if (before !== undefined && !before.includes(null) && !'system'.endsWith(before.join(''))) return folder;
  const pattern = patternOf(folder.map((cell) => cell ?? anyRun));
  const fitsAll = matches(pattern, current) && matches(pattern, `${common}\u0000`);
  if (fitsAll) return folder;
  if (!folder.includes(null) && /^controlset\d{3}$/.test(folder.join(''))) return [null, ...common, null];
  if (!matches(pattern, current)) return folder;
  return folder.includes(null) ? [null] : [null, ...common, null];
}

function foldersOf(cells: readonly PatternCell[]): readonly (readonly PatternCell[])[] {
  const folders: PatternCell[][] = [[]];
  for (const cell of cells) {
    if (cell === '\\') folders.push([]);
    else folders.at(-1)?.push(cell);
  }
  return folders;
}
