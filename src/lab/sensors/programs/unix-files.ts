import { makeDirectory, removeNode, writeWhole } from '../commands/file-commands.ts';
import { sliceContent } from '../content/content.ts';
import { fail } from '../failure.ts';
import { listDirectory } from '../files/list-directory.ts';
import type { Directory, FsNode } from '../files/nodes.ts';
import type { Machine, Program } from '../machine.ts';
import { openFileOutput } from './outputs.ts';
import { mapsOf } from './unix-maps.ts';
import { unixProgram } from './unix-run.ts';

/** Programs that list, make, move and remove files. */
export const unixFilePrograms: readonly (readonly [string, Program])[] = [
  [
    'ls',
    unixProgram('ls', ({ options, operands, machine, workingDirectory, out }, complain) => {
      for (const path of operands.length === 0 ? ['.'] : operands) {
        try {
          const node = machine.files.get(path, workingDirectory);
          const isListed = node.kind === 'directory' && !options.has('d');
          const rows = isListed ? sorted(machine, node, options.has('a')) : [{ name: path, node }];
          out.text(operands.length > 1 && isListed ? `${path}:\n` : '');
          out.text(
            rows
              .map((row) => (options.has('l') ? longLine(machine, row.name, row.node) : `${row.name}\n`))
              .join(''),
          );
        } catch (error) {
          complain(path, error);
        }
      }
    }),
  ],
  [
    'mkdir',
    unixProgram('mkdir', ({ options, operands, machine, workingDirectory, umask = 0o022 }, complain) => {
      const [asked = '', ...behind] = operands;
      const isMode = options.has('m') && /^[0-7]{3,4}$/.test(asked);
      const mode = isMode ? Number.parseInt(asked, 8) : 0o777 & ~umask;
      for (const path of isMode ? behind : operands) {
        try {
          const made = makeFolders(machine, path, workingDirectory, options.has('p'));
          if (made !== undefined && mode !== 0o755) made.mode = mode;
        } catch (error) {
          complain(path, error);
        }
      }
    }),
  ],
  [
    'rm',
    unixProgram('rm', ({ options, operands, machine, workingDirectory }, complain) => {
      const isDeep = options.has('r') || options.has('R');
      for (const path of operands) {
        try {
          const node = machine.files.find(path, workingDirectory);
          if (node === undefined && !options.has('f')) fail('fileNotFound');
          if (node?.kind === 'directory' && !isDeep) fail('isDirectory');
          if (node !== undefined) removeTree(machine, node);
        } catch (error) {
          complain(path, error);
        }
      }
    }),
  ],
  [
    'rmdir',
    unixProgram('rmdir', ({ operands, machine, workingDirectory }, complain) => {
      for (const path of operands) {
        try {
          const node = machine.files.getDirectory(path, workingDirectory);
          removeNode(machine, node.entries.size > 0 ? fail('directoryNotEmpty') : node);
        } catch (error) {
          complain(path, error);
        }
      }
    }),
  ],
  [
    'cp',
    unixProgram('cp', ({ options, operands, machine, workingDirectory }, complain) => {
      for (const path of operands.slice(0, -1)) {
        try {
          const node = machine.files.getFile(path, workingDirectory);
          const target = targetPath(machine, operands.at(-1) ?? '.', node.name, workingDirectory);
          if (options.has('n') && machine.files.find(target, workingDirectory) !== undefined) continue;
          writeWhole(machine, target, sliceContent(node.content, 0, node.content.size), workingDirectory);
          const made = machine.files.getFile(target, workingDirectory);
          made.executable = node.executable;
          if (options.has('p')) made.times = { ...made.times, written: node.times.written };
        } catch (error) {
          complain(path, error);
        }
      }
    }),
  ],
  [
    'mv',
    unixProgram('mv', ({ options, operands, machine, workingDirectory }, complain) => {
      for (const path of operands.slice(0, -1)) {
        try {
          const node = machine.files.get(path, workingDirectory);
          const target = targetPath(machine, operands.at(-1) ?? '.', node.name, workingDirectory);
          if (options.has('n') && machine.files.find(target, workingDirectory) !== undefined) continue;
          const { parent, name } = machine.files.place(target, workingDirectory);
          machine.files.detach(node);
          if (node.kind === 'file') machine.files.addFile(parent, name, { ...node, content: node.content });
          else {
            const made = machine.files.addDirectory(parent, name, { times: node.times });
            for (const child of [...node.entries.values()]) {
              made.entries.set(child.name, child);
              child.parent = made;
            }
          }
        } catch (error) {
          complain(path, error);
        }
      }
    }),
  ],
  [
    'touch',
    unixProgram('touch', ({ operands, machine, workingDirectory, console }, complain) => {
      for (const path of operands) {
        try {
          openFileOutput(machine, path, { append: true, workingDirectory, console }).close();
        } catch (error) {
          complain(path, error);
        }
      }
    }),
  ],
  [
    'chmod',
    unixProgram('chmod', ({ args, machine, workingDirectory }, complain) => {
      const [mode = '', ...paths] = args.filter((argument) => argument !== '-R' && argument !== '--');
      for (const path of paths) {
        try {
          const node = machine.files.get(path, workingDirectory);
          if (/^[0-7]{3,4}$/.test(mode)) node.mode = Number.parseInt(mode, 8);
          if (node.kind === 'directory') continue;
          node.executable = /^\d+$/.test(mode)
            ? /[1357]/.test(mode.slice(-3))
            : mode.includes('x')
              ? mode.includes('+') || mode.includes('=')
              : node.executable;
        } catch (error) {
          complain(path, error);
        }
      }
    }),
  ],
  [
    'cat',
    unixProgram('cat', async ({ operands, machine, workingDirectory, input, out }, complain) => {
      if (operands.length === 0) out.bytes(input);
      for (const path of operands) {
        try {
          const maps = mapsOf(machine, path);
          if (maps !== undefined) {
            out.text(maps);
            continue;
          }
          const { content } = machine.files.getFile(path, workingDirectory);
          await out.content(sliceContent(content, 0, content.size));
        } catch (error) {
          complain(path, error);
        }
      }
    }),
  ],
  [
    'tee',
    unixProgram('tee', ({ options, operands, machine, workingDirectory, console, input, out }, complain) => {
      out.bytes(input);
      for (const path of operands) {
        try {
          const file = openFileOutput(machine, path, { append: options.has('a'), workingDirectory, console });
          file.bytes(input);
          file.close();
        } catch (error) {
          complain(path, error);
        }
      }
    }),
  ],
];

function sorted(machine: Machine, node: FsNode & { kind: 'directory' }, showsHidden: boolean) {
  if (node.denied) fail('accessDenied');
  const children = [...node.entries.values()].map((child) => ({ name: child.name, node: child as FsNode }));
  const rows = children
    .filter(({ name }) => showsHidden || !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const dots = [
    { name: '.', node: node as FsNode },
    { name: '..', node: (node.parent ?? machine.files.getDirectory('/')) as FsNode },
  ];
  return showsHidden ? [...dots, ...rows] : rows;
}

function longLine(machine: Machine, name: string, node: FsNode): string {
  const usual = node.kind === 'directory' || node.executable ? 0o755 : 0o644;
  const mode = `${node.kind === 'directory' ? 'd' : '-'}${permissions(node.mode ?? usual)}`;
  const size = node.kind === 'file' ? node.content.size : 4096;
  const [, month = '', day = '', year = ''] =
    /(\w+) (\d+) (\d+)/.exec(new Date(node.times.written * 1000).toDateString()) ?? [];
  return `${mode}. 1 ${node.owner ?? machine.account.username} root ${String(size).padStart(10)} ${month} ${day}  ${year} ${name}\n`;
}

function permissions(mode: number): string {
  return [6, 3, 0]
    .flatMap((shift) => ['r', 'w', 'x'].map((letter, at) => ((mode >> shift) & (4 >> at) ? letter : '-')))
    .join('');
}

/** The last one, where it was made. */
export function makeFolders(
  machine: Machine,
  path: string,
  workingDirectory: string,
  withParents: boolean,
): Directory | undefined {
  if (!withParents) return makeDirectory(machine, path, workingDirectory);
  let made: Directory | undefined;
  const parsed = machine.files.parse(path, workingDirectory);
  for (let length = 1; length <= parsed.parts.length; length += 1) {
    const part = machine.files.rules.format({ ...parsed, parts: parsed.parts.slice(0, length) });
    made = machine.files.find(part) === undefined ? makeDirectory(machine, part) : undefined;
  }
  return made;
}

function removeTree(machine: Machine, node: FsNode): void {
  for (const child of node.kind === 'directory' ? [...node.entries.values()] : []) removeTree(machine, child);
  removeNode(machine, node);
}

function targetPath(machine: Machine, target: string, name: string, workingDirectory: string): string {
  const node = machine.files.find(target, workingDirectory);
  return node?.kind === 'directory' ? `${machine.files.pathOf(node)}/${name}` : target;
}

/** Nothing but the names, for programs that walk. */
export function walk(machine: Machine, path: string, workingDirectory: string): string[] {
  const node = machine.files.get(path, workingDirectory);
  const here = [path];
  if (node.kind === 'directory' && !node.denied) {
    for (const row of listDirectory(machine.files, `${machine.files.pathOf(node)}/`)) {
      if (row.filename !== '.' && row.filename !== '..')
        here.push(...walk(machine, `${path.replace(/\/$/, '')}/${row.filename}`, workingDirectory));
    }
  }
  return here;
}
