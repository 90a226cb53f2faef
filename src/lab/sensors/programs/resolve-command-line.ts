import { fail } from '../failure.ts';
import type { FileNode } from '../files/nodes.ts';
import type { Machine, Program } from '../machine.ts';
import type { Environment } from './environment.ts';
import { splitUnixArguments } from './unix-arguments.ts';
import { splitWindowsArguments } from './windows-arguments.ts';

/** What a command line starts. */
export interface ResolvedProgram {
  readonly program: Program;
  readonly path: string;
  readonly args: readonly string[];
  readonly tail: string;
}

/**
 * Finds the program of a command line as the system does without a shell. Fails with file not found, or bad executable
 * for a file that is none.
 */
export async function resolveCommandLine(
  machine: Machine,
  line: string,
  workingDirectory: string,
  environment: Environment,
): Promise<ResolvedProgram> {
  if (machine.os !== 'windows') {
    const [name = '', ...args] = splitUnixArguments(line);
    const node = findUnixProgram(machine, name, workingDirectory, environment) ?? fail('fileNotFound');
    return { ...(await toProgram(machine, node)), args, tail: args.join(' ') };
  }
  for (const [name, tail] of windowsCandidates(line)) {
    const node = findWindowsProgram(machine, name, workingDirectory, environment, ['.exe']);
    if (node !== undefined)
      return { ...(await toProgram(machine, node)), args: splitWindowsArguments(tail), tail };
  }
  return fail('fileNotFound');
}

// CreateProcess tries `C:\Program`, then `C:\Program Files\x` … for a name with blanks that nobody quoted.
function* windowsCandidates(line: string): Generator<readonly [name: string, tail: string]> {
  const trimmed = line.trimStart();
  const quoted = /^"([^"]*)"?/.exec(trimmed);
  if (quoted !== null) {
    yield [quoted[1] ?? '', trimmed.slice(quoted[0].length).trimStart()];
    return;
  }
  for (const { index } of trimmed.matchAll(/(?=[ \t]|$)/g)) {
    const name = trimmed.slice(0, index);
    if (name !== '' && !/[ \t]$/.test(name)) yield [name, trimmed.slice(index).trimStart()];
  }
}

/** A program file by name or path: the folder of the sensor, the working directory, the system, the path variable. */
export function findWindowsProgram(
  machine: Machine,
  name: string,
  workingDirectory: string,
  environment: Environment,
  extensions: readonly string[],
): FileNode | undefined {
  const hasFolder = /[\\/:]/.test(name);
  const path = (environment.get('Path') ?? '').split(';').filter((folder) => folder !== '');
  const folders = hasFolder
    ? [workingDirectory]
    : [workingDirectory, 'C:\\Windows\\System32', 'C:\\Windows', ...path];
  const base = name.split(/[\\/]/).at(-1) ?? '';
  const names = base.includes('.')
    ? [name, ...extensions.map((end) => name + end)]
    : extensions.map((end) => name + end);
  for (const folder of folders) {
    for (const candidate of names) {
      const node = findFile(machine, candidate, folder);
      if (node !== undefined) return node;
    }
  }
  return undefined;
}

export function findUnixProgram(
  machine: Machine,
  name: string,
  workingDirectory: string,
  environment: Environment,
): FileNode | undefined {
  if (name.includes('/')) return findFile(machine, name, workingDirectory);
  for (const folder of (environment.get('PATH') ?? '').split(':')) {
    const node = name === '' ? undefined : findFile(machine, name, folder);
    if (node !== undefined) return node;
  }
  return undefined;
}

/** What a file does when it is run. Fails for a file that is no program. */
export async function toProgram(
  machine: Machine,
  node: FileNode,
): Promise<{ program: Program; path: string }> {
  const path = machine.files.pathOf(node);
  const stem = node.name.toLowerCase().replace(/\.exe$/, '');
  const known = machine.programs.get(machine.os === 'windows' ? stem : node.name);
  const start = await beginning(node);
  if (machine.os === 'windows') {
    if (/\.(bat|cmd)$/i.test(node.name)) return { program: machine.runTextFile, path };
    return start.startsWith('MZ') ? { program: known ?? silent, path } : fail('badExecutable');
  }
  if (!node.executable) fail('accessDenied');
  if (start.startsWith('#!')) return { program: machine.runTextFile, path };
  const isBinary = start.startsWith('\x7fELF') || start.startsWith('\xcf\xfa\xed\xfe');
  return isBinary ? { program: known ?? silent, path } : fail('badExecutable');
}

/** A program that nobody simulated: it runs and says nothing. */
const silent: Program = () => 0;

async function beginning(node: FileNode): Promise<string> {
  const length = Math.min(4, node.content.size);
  const parts: Buffer[] = [];
  for await (const part of node.content.read(0, length)) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}

function findFile(machine: Machine, path: string, folder: string): FileNode | undefined {
  const node = machine.files.find(path, machine.files.absolute(folder));
  return node?.kind === 'file' ? node : undefined;
}
