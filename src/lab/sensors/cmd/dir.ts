import { failureOf } from '../failure.ts';
import type { Directory, FsNode } from '../files/nodes.ts';
import type { BuiltinCall } from './builtin.ts';
import type { CmdSession } from './cmd-session.ts';
import { operands } from './operands.ts';

const FREE_BYTES = 21_474_836_480;

/** `dir`: `/b`, `/s`, `/a`; the order is that of the file system. */
export function listFolders({ session, tail, out, err }: BuiltinCall): number {
  const { paths, switches } = operands(tail);
  const isBare = switches.has('b');
  const isDeep = switches.has('s');
  const showsHidden = switches.has('a');
  const onlyFiles = /\/a:?-d(?:\s|$)/i.test(tail);
  const [path = '.'] = paths;
  const target = locate(session, path);
  if (target === undefined) {
    err.text(isBare ? 'File Not Found\n' : 'The system cannot find the path specified.\n');
    return 1;
  }
  if (!isBare) out.text(' Volume in drive C has no label.\n Volume Serial Number is 5C2F-1A2B\n');
  let found = 0;
  const visit = (folder: Directory) => {
    const rows = visible(folder, target.matches, showsHidden).filter(
      ({ kind }) => !onlyFiles || kind === 'file',
    );
    // Without /b the dots of a folder are rows of it.
    if (target.isWhole && !isBare && !onlyFiles && !folder.denied && folder.parent !== undefined) found += 2;
    if (rows.length > 0) {
      found += rows.length;
      out.text(
        isBare ? bareText(session, folder, rows, isDeep) : folderText(session, folder, rows, target.isWhole),
      );
    }
    if (isDeep && !folder.denied) {
      for (const node of folder.entries.values()) {
        if (node.kind === 'directory' && !node.denied) visit(node);
      }
    }
  };
  visit(target.folder);
  if (found === 0) {
    err.text('File Not Found\n');
    return 1;
  }
  return 0;
}

interface Target {
  readonly folder: Directory;
  readonly matches: (name: string) => boolean;
  /** The whole folder, with its dots. */
  readonly isWhole: boolean;
}

function locate({ machine: { files }, workingDirectory }: CmdSession, path: string): Target | undefined {
  try {
    const node = files.find(path, workingDirectory);
    if (node?.kind === 'directory') return { folder: node, matches: () => true, isWhole: true };
    const parsed = files.parse(path, workingDirectory);
    const folder =
      node?.parent ?? files.find(files.rules.format({ ...parsed, parts: parsed.parts.slice(0, -1) }));
    const last = parsed.parts.at(-1) ?? '*';
    return folder?.kind === 'directory'
      ? { folder, matches: files.rules.matcher(last), isWhole: last === '*' || last === '*.*' }
      : undefined;
  } catch (error) {
    failureOf(error);
    return undefined;
  }
}

function visible(folder: Directory, matches: (name: string) => boolean, showsHidden: boolean): FsNode[] {
  return [...(folder.denied ? [] : folder.entries.values())].filter(
    (node) => matches(node.name) && (showsHidden || !node.attributes.includes('HIDDEN')),
  );
}

function bareText(
  { machine }: CmdSession,
  folder: Directory,
  rows: readonly FsNode[],
  isDeep: boolean,
): string {
  const base = machine.files.pathOf(folder).replace(/\\$/, '');
  return rows.map((node) => `${isDeep ? `${base}\\` : ''}${node.name}\n`).join('');
}

function folderText(
  { machine }: CmdSession,
  folder: Directory,
  rows: readonly FsNode[],
  isWhole: boolean,
): string {
  const dots =
    isWhole && folder.parent !== undefined ? [line('.', folder), line('..', folder.parent)].join('') : '';
  const files = rows.filter((node) => node.kind === 'file');
  const bytes = files.reduce((sum, node) => sum + node.content.size, 0);
  const folders = rows.length - files.length + (dots === '' ? 0 : 2);
  return [
    `\n Directory of ${machine.files.pathOf(folder)}\n\n`,
    dots,
    ...rows.map((node) => line(node.name, node)),
    `${String(files.length).padStart(16)} File(s) ${grouped(bytes).padStart(14)} bytes\n`,
    `${String(folders).padStart(16)} Dir(s)  ${grouped(FREE_BYTES).padStart(14)} bytes free\n`,
  ].join('');
}

function line(name: string, node: FsNode): string {
  const date = new Date(node.times.written * 1000).toISOString();
  const hour = Number(date.slice(11, 13));
  const clock = `${String(hour % 12 || 12).padStart(2, '0')}:${date.slice(14, 16)} ${hour < 12 ? 'AM' : 'PM'}`;
  const size = node.kind === 'file' ? grouped(node.content.size).padStart(17) : '   <DIR>         ';
  return `${date.slice(5, 7)}/${date.slice(8, 10)}/${date.slice(0, 4)}  ${clock} ${size} ${name}\n`;
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
