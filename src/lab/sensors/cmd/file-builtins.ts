import { makeDirectory, removeNode, writeWhole } from '../commands/file-commands.ts';
import { type Content, sliceContent } from '../content/content.ts';
import { GrowingContent } from '../content/growing-content.ts';
import { failureOf } from '../failure.ts';
import type { FsNode } from '../files/nodes.ts';
import type { Output } from '../programs/console.ts';
import { windowsMessage } from '../programs/windows-messages.ts';
import { HRESULTS } from '../result-codes.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { operands } from './operands.ts';

/** The commands inside `cmd.exe` that work on files. */
export const fileBuiltins: readonly (readonly [string, Builtin])[] = [
  ['type', guarded(type)],
  ['del', guarded(del)],
  ['erase', guarded(del)],
  ['copy', guarded(copy)],
  ['move', guarded(move)],
  ['ren', guarded(rename)],
  ['rename', guarded(rename)],
  ['md', guarded(make)],
  ['mkdir', guarded(make)],
  ['rd', guarded(removeFolder)],
  ['rmdir', guarded(removeFolder)],
];

/** Prints what the system says when something fails. */
function guarded(builtin: Builtin): Builtin {
  return async (call) => {
    try {
      return await builtin(call);
    } catch (error) {
      call.err.text(`${windowsMessage(failureOf(error))}\n`);
      return 1;
    }
  };
}

async function type({ session, tail, out, err }: BuiltinCall): Promise<number> {
  const { files } = session.machine;
  const { paths } = operands(tail);
  let code = paths.length === 0 ? 1 : 0;
  if (code === 1) err.text('The syntax of the command is incorrect.\n');
  for (const path of paths.filter((one) => !/^(.*\\)?nul$/i.test(one))) {
    const found = matching(session, path);
    for (const node of found.length > 0 ? found : [files.get(path, session.workingDirectory)]) {
      const failure = node.kind === 'directory' ? 'accessDenied' : node.busy ? 'sharingViolation' : undefined;
      if (failure === undefined) await out.content(contentOf(node));
      else {
        err.text(`${windowsMessage(failure)}\n`);
        code = 1;
      }
    }
  }
  return code;
}

function del({ session, tail, err }: BuiltinCall): number {
  const { machine, workingDirectory } = session;
  for (const path of operands(tail).paths) {
    const found = matching(session, path).flatMap((node) =>
      node.kind === 'directory' ? [...node.entries.values()].filter(({ kind }) => kind === 'file') : [node],
    );
    if (found.length === 0) err.text(`Could Not Find ${machine.files.absolute(path, workingDirectory)}\n`);
    for (const node of found) {
      const place = machine.files.pathOf(node);
      try {
        removeNode(machine, node);
      } catch (error) {
        err.text(`${place}\n${windowsMessage(failureOf(error))}\n`);
      }
    }
  }
  return 0;
}

function copy({ session, tail, out, err }: BuiltinCall): number {
  const { machine, workingDirectory } = session;
  const { paths } = operands(tail.replace(/\s*\+\s*/g, '+'));
  const [from = '', to = '.'] = paths;
  const sources = from
    .split('+')
    .flatMap((part) => matching(session, part).filter(({ kind }) => kind === 'file'));
  if (sources.length === 0) {
    err.text(`${windowsMessage('fileNotFound')}\n`);
    return 1;
  }
  const goal = machine.files.find(to, workingDirectory);
  if (from.includes('+')) {
    const joined = new GrowingContent();
    for (const node of sources) joined.appendContent(contentOf(node));
    writeWhole(machine, to, joined, workingDirectory);
    out.text('        1 file(s) copied.\n');
    return 0;
  }
  for (const node of sources) {
    const target = goal?.kind === 'directory' ? `${machine.files.pathOf(goal)}\\${node.name}` : to;
    writeWhole(machine, target, contentOf(node), workingDirectory);
    const made = machine.files.getFile(target, workingDirectory);
    made.times = { ...made.times, written: node.times.written };
  }
  out.text(`${String(sources.length).padStart(9)} file(s) copied.\n`);
  return 0;
}

function move({ session, tail, out, err }: BuiltinCall): number {
  const { machine, workingDirectory } = session;
  const [from = '', to = '.'] = operands(tail).paths;
  const sources = matching(session, from);
  if (sources.length === 0) {
    err.text(`${windowsMessage('fileNotFound')}\n`);
    return 1;
  }
  const goal = machine.files.find(to, workingDirectory);
  for (const node of sources)
    relocate(session, node, goal?.kind === 'directory' ? `${machine.files.pathOf(goal)}\\${node.name}` : to);
  out.text(`${String(sources.length).padStart(9)} file(s) moved.\n`);
  return 0;
}

function rename({ session, tail, err }: BuiltinCall): number {
  const { machine, workingDirectory } = session;
  const [from = '', to = ''] = operands(tail).paths;
  const node = machine.files.get(from, workingDirectory);
  const folder = node.parent === undefined ? '' : machine.files.pathOf(node.parent);
  if (machine.files.find(`${folder}\\${to}`) !== undefined) {
    err.text('A duplicate file name exists, or the file\ncannot be found.\n');
    return 1;
  }
  relocate(session, node, `${folder}\\${to}`);
  return 0;
}

/** A node cannot change its name, so it is made again at the new place. */
function relocate(session: BuiltinCall['session'], node: FsNode, path: string): void {
  const { files } = session.machine;
  const { parent, name } = files.place(path, session.workingDirectory);
  files.detach(node);
  if (node.kind === 'file') {
    files.addFile(parent, name, { ...node, content: node.content });
    return;
  }
  const children = [...node.entries.values()];
  const made = files.addDirectory(parent, name, { times: node.times, odd: node.odd });
  for (const child of children) {
    made.entries.set(files.rules.key(child.name), child);
    child.parent = made;
  }
}

function make({ session, tail, err }: BuiltinCall): number {
  const { files } = session.machine;
  for (const path of operands(tail).paths) {
    const absolute = files.parse(path, session.workingDirectory);
    if (files.find(path, session.workingDirectory) !== undefined) {
      err.text(`A subdirectory or file ${path} already exists.\n`);
      return 1;
    }
    for (let length = 1; length <= absolute.parts.length; length += 1) {
      const part = files.rules.format({ ...absolute, parts: absolute.parts.slice(0, length) });
      if (files.find(part) === undefined) makeDirectory(session.machine, part);
    }
  }
  return 0;
}

function removeFolder({ session, tail, err }: BuiltinCall): number {
  const { machine, workingDirectory } = session;
  const { paths, switches } = operands(tail);
  for (const path of paths) {
    const node = machine.files.find(path, workingDirectory);
    if (node === undefined) {
      err.text(`${windowsMessage('fileNotFound')}\n`);
      return HRESULTS.fileNotFound & 0xffff;
    }
    if (node.kind === 'file') {
      err.text(`${windowsMessage('invalidDirectory')}\n`);
      return HRESULTS.invalidDirectory & 0xffff;
    }
    if (node.entries.size > 0 && !switches.has('s')) {
      err.text(`${windowsMessage('directoryNotEmpty')}\n`);
      return HRESULTS.directoryNotEmpty & 0xffff;
    }
    const code = removeTree(session, node, machine.files.absolute(path, workingDirectory), err);
    if (code !== 0) return code;
  }
  return 0;
}

/** Goes by paths, as `cmd.exe` does: what a name below is not reached by, stays, or another is taken in its place. */
function removeTree(session: BuiltinCall['session'], node: FsNode, path: string, err: Output): number {
  const { machine } = session;
  if (node.kind === 'directory') {
    for (const { name } of [...node.entries.values()]) {
      const place = `${path}\\${name}`;
      const child = quietly(() => machine.files.find(place));
      if (child === undefined) err.text(`${place} - ${windowsMessage('fileNotFound')}\n`);
      else removeTree(session, child, place, err);
    }
  }
  const failure = node.kind === 'directory' && node.entries.size > 0 ? 'directoryNotEmpty' : undefined;
  try {
    if (failure === undefined) {
      removeNode(machine, node);
      return 0;
    }
    err.text(`${path} - ${windowsMessage(failure)}\n`);
    return HRESULTS[failure] & 0xffff;
  } catch (error) {
    const caught = failureOf(error);
    err.text(`${path} - ${windowsMessage(caught)}\n`);
    return HRESULTS[caught] & 0xffff;
  }
}

/** Undefined where a path is none that can be. */
function quietly<T>(find: () => T | undefined): T | undefined {
  try {
    return find();
  } catch (error) {
    failureOf(error);
    return undefined;
  }
}

/** The entries that a path or wildcard means; none is no error. */
function matching({ machine: { files }, workingDirectory }: BuiltinCall['session'], path: string): FsNode[] {
  const node = files.find(path, workingDirectory);
  if (node !== undefined) return [node];
  const parsed = files.parse(path, workingDirectory);
  const last = parsed.parts.at(-1) ?? '';
  const folder = files.find(files.rules.format({ ...parsed, parts: parsed.parts.slice(0, -1) }));
  if (folder?.kind !== 'directory' || !files.rules.isWildcard(last)) return [];
  const matches = files.rules.matcher(last);
  return [...folder.entries.values()].filter((child) => child.kind === 'file' && matches(child.name));
}

function contentOf(node: FsNode): Content {
  return node.kind === 'file' ? snapshot(node.content) : new GrowingContent();
}

function snapshot(content: Content): Content {
  return sliceContent(content, 0, content.size);
}
