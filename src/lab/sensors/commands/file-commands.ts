import { countField, objectText } from '../command-fields.ts';
import type { Content } from '../content/content.ts';
import { sliceContent } from '../content/content.ts';
import type { EndpointCommand, EndpointContext } from '../endpoint.ts';
import { fail } from '../failure.ts';
import { listDirectory } from '../files/list-directory.ts';
import type { Directory, FsNode } from '../files/nodes.ts';
import type { Machine } from '../machine.ts';

type Fields = Record<string, unknown>;

export function directoryList(machine: Machine, command: EndpointCommand): Fields {
  return { files: listDirectory(machine.files, objectText(command)) };
}

/** `get file`: from `offset`, `get_count` bytes; what lies behind the end comes short. */
export async function getFile(
  machine: Machine,
  command: EndpointCommand,
  context: EndpointContext,
): Promise<Fields> {
  const node = machine.files.getFile(objectText(command));
  if (node.busy || (machine.os === 'windows' && node.orphaned)) fail('sharingViolation');
  const { size } = node.content;
  const start = Math.min(countField(command, 'offset') ?? 0, size);
  const end = Math.min(start + (countField(command, 'get_count') ?? size), size);
  const part = sliceContent(node.content, start, end);
  node.times = { ...node.times, accessed: machine.clock.now() };
  await context.deliver({
    size: part.size,
    modified: Math.floor(node.times.written),
    read: (from, to) => part.read(from, Math.min(to, part.size)),
  });
  return {};
}

/** `put file`: never over something that exists. Nothing appears under the name until every byte is there. */
export async function putFile(
  machine: Machine,
  command: EndpointCommand,
  context: EndpointContext,
): Promise<Fields> {
  const path = objectText(command);
  const { parent, name } = machine.files.place(path);
  const mustBeFree = () => {
    const node = machine.files.find(path);
    if (node !== undefined) fail(node.kind === 'directory' ? 'isDirectory' : 'fileExists');
  };
  mustBeFree();
  const upload = await context.openUpload().catch(() => fail('notFound'));
  const content =
    (await machine.spool.link(upload)) ?? (await machine.spool.keep(upload.stream, upload.size));
  if (content.size !== upload.size) {
    content.release?.();
    fail('ioError');
  }
  try {
    mustBeFree();
  } catch (error) {
    content.release?.();
    throw error;
  }
  const now = machine.clock.now();
  machine.files.addFile(parent, name, { content, times: { created: now, accessed: now, written: now } });
  return {};
}

export function deleteFile(machine: Machine, command: EndpointCommand): Fields {
  const node = machine.files.get(objectText(command));
  if (node.kind === 'directory') fail('isDirectory');
  removeNode(machine, node);
  return {};
}

export function createDirectory(machine: Machine, command: EndpointCommand): Fields {
  makeDirectory(machine, objectText(command));
  return {};
}

/** Adds one directory; its parent must be there. */
export function makeDirectory(machine: Machine, path: string, workingDirectory?: string): Directory {
  const { files } = machine;
  if (files.find(path, workingDirectory) !== undefined) fail('alreadyExists');
  const { parent, name } = files.place(path, workingDirectory);
  const now = machine.clock.now();
  return files.addDirectory(parent, name, { times: { created: now, accessed: now, written: now } });
}

/** Takes one entry away. On Windows what is open, running or read-only stays. */
export function removeNode(machine: Machine, node: FsNode): void {
  if (node.kind === 'file') {
    const isOpen = node.busy || (machine.os === 'windows' && node.writers > 0);
    if (isOpen) fail('sharingViolation');
    if (machine.os === 'windows' && machine.processes.isRunning(machine.files.pathOf(node)))
      fail('accessDenied');
  }
  if (node.attributes.includes('READONLY') && node.kind === 'file') fail('accessDenied');
  machine.files.detach(node);
  if (node.kind === 'file') node.content.release?.();
}

/** Gives a file another content at once, as a copy or a dump does. */
export function writeWhole(
  machine: Machine,
  path: string,
  content: Content,
  workingDirectory?: string,
): void {
  const { files } = machine;
  const existing = files.find(path, workingDirectory);
  if (existing?.kind === 'directory') fail('isDirectory');
  if (existing !== undefined && (existing.busy || existing.writers > 0)) fail('sharingViolation');
  const { parent, name } = files.place(path, workingDirectory);
  const now = machine.clock.now();
  const created = existing?.times.created ?? now;
  files.addFile(parent, existing?.name ?? name, { content, times: { created, accessed: now, written: now } });
}
