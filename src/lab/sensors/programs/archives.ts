import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip, inflateRawSync } from 'node:zlib';
import tar from 'tar-stream';
import { zipArchive } from '../../binaries/zip-archive.ts';
import { tarGz } from '../../live/archive.ts';
import { writeWhole } from '../commands/file-commands.ts';
import { bytesContent, contentBytes } from '../content/content.ts';
import { failureOf } from '../failure.ts';
import type { FsNode } from '../files/nodes.ts';
import type { Machine, Program, ProgramRun } from '../machine.ts';
import { makeFolders } from './unix-files.ts';
import { unixMessage } from './unix-messages.ts';
import { windowsMessage } from './windows-messages.ts';

interface Member {
  /** With `/` between its parts, and behind a directory. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** `zip -r -q ARCHIVE NAME…` and `unzip -n -q ARCHIVE -d DIRECTORY`, as Info-ZIP has them. */
export const unixArchivePrograms: readonly (readonly [string, Program])[] = [
  ['zip', zip],
  ['unzip', unzip],
  ['tar', tarProgram],
];

/** bsdtar, which Windows brings since build 17063. */
export const windowsArchivePrograms: readonly (readonly [string, Program])[] = [['tar', tarProgram]];

async function zip({ machine, args, workingDirectory, err }: ProgramRun): Promise<number> {
  const [archive = '', ...names] = args.filter((word) => !/^-[rq]+$/.test(word));
  const members: Member[] = [];
  for (const name of names) {
    const node = machine.files.find(name, workingDirectory);
    if (node === undefined) {
      err.text(`\tzip warning: name not matched: ${name}\n\nzip error: Nothing to do! (${archive})\n`);
      return 12;
    }
    await gather(node, name.replace(/^\.\//, ''), members);
  }
  return write(machine, archive, zipArchive(members), { workingDirectory, err, name: 'zip' });
}

async function unzip({ machine, args, workingDirectory, err }: ProgramRun): Promise<number> {
  const into = args[args.indexOf('-d') + 1] ?? '.';
  const archive = args.find((word) => !word.startsWith('-') && word !== into) ?? '';
  const bytes = await read(machine, archive, workingDirectory);
  if (bytes === undefined) {
    err.text(`unzip:  cannot find or open ${archive}, ${archive}.zip or ${archive}.ZIP.\n`);
    return 9;
  }
  const members = zipMembers(bytes);
  if (members === undefined) {
    err.text(
      `  End-of-central-directory signature not found.\nunzip:  cannot find zipfile directory in ${archive}\n`,
    );
    return 9;
  }
  return unpack(machine, members, into, { workingDirectory, err, name: 'unzip' });
}

async function tarProgram({ machine, args, workingDirectory, err }: ProgramRun): Promise<number> {
  const flags = args.filter((word) => /^-[a-z]+$/.test(word)).join('');
  const archive = args[args.findIndex((word) => /^-[a-z]*f$/.test(word)) + 1] ?? '';
  const at = args.indexOf('-C');
  const directory = args[at + 1] ?? '.';
  const how = { workingDirectory, err, name: 'tar' };
  if (flags.includes('x')) {
    const bytes = await read(machine, archive, workingDirectory);
    if (bytes === undefined) return complain(how, archive, 'Cannot open: No such file or directory', 2);
    const members = zipMembers(bytes) ?? (await tarMembers(bytes));
    return members === undefined
      ? complain(how, archive, 'Unrecognized archive format', 1)
      : unpack(machine, members, directory, how);
  }
  const members: Member[] = [];
  for (const name of args.slice(at + 2)) {
    const node = machine.files.find(name, machine.files.absolute(directory, workingDirectory));
    if (node === undefined) return complain(how, name, 'Cannot stat: No such file or directory', 2);
    await gather(node, name.replace(/^\.\//, ''), members);
  }
  const bytes = archive.toLowerCase().endsWith('.zip') ? zipArchive(members) : await tarGz(members);
  return write(machine, archive, bytes, how);
}

interface How {
  readonly workingDirectory: string;
  readonly err: ProgramRun['err'];
  readonly name: string;
}

function complain({ err, name }: How, what: string, why: string, code: number): number {
  err.text(`${name}: ${what}: ${why}\n`);
  return code;
}

async function gather(node: FsNode, name: string, members: Member[]): Promise<void> {
  if (node.kind === 'file') {
    members.push({ name, bytes: await contentBytes(node.content) });
    return;
  }
  members.push({ name: `${name}/`, bytes: Buffer.alloc(0) });
  for (const child of node.entries.values()) await gather(child, `${name}/${child.name}`, members);
}

function write(machine: Machine, path: string, bytes: Buffer, how: How): number {
  try {
    writeWhole(machine, path, bytesContent(bytes), how.workingDirectory);
    return 0;
  } catch (error) {
    return complain(how, path, words(machine, error), 1);
  }
}

async function read(machine: Machine, path: string, workingDirectory: string): Promise<Buffer | undefined> {
  const node = machine.files.find(path, workingDirectory);
  return node?.kind === 'file' ? await contentBytes(node.content) : undefined;
}

/** What leads out of the directory is left out, and what is there stays. */
function unpack(machine: Machine, members: readonly Member[], into: string, how: How): number {
  let code = 0;
  const { separator } = machine.files.rules;
  for (const { name, bytes } of members) {
    const parts = name.split('/').filter((part) => part !== '');
    if (name.startsWith('/') || parts.includes('..')) {
      code = complain(how, name, "Path contains '..'", 1);
      continue;
    }
    const path = [machine.files.absolute(into, how.workingDirectory), ...parts].join(separator);
    try {
      if (machine.files.find(path) !== undefined) continue;
      const folder = name.endsWith('/') ? path : path.slice(0, path.lastIndexOf(separator));
      makeFolders(machine, folder, how.workingDirectory, true);
      if (!name.endsWith('/')) writeWhole(machine, path, bytesContent(bytes), how.workingDirectory);
    } catch (error) {
      code = complain(how, name, words(machine, error), 1);
    }
  }
  return code;
}

function words(machine: Machine, error: unknown): string {
  return machine.os === 'windows' ? windowsMessage(failureOf(error)) : unixMessage(failureOf(error));
}

/** By its central directory; undefined for what is no ZIP archive. */
function zipMembers(bytes: Buffer): readonly Member[] | undefined {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0) return undefined;
  const members: Member[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + packed);
    members.push({
      name: bytes.toString('utf8', at + 46, at + 46 + (name ?? 0)),
      bytes: method === 0 ? content : inflateRawSync(content),
    });
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return members;
}

async function tarMembers(bytes: Buffer): Promise<readonly Member[] | undefined> {
  const members: Member[] = [];
  const extract = tar.extract();
  extract.on('entry', ({ name }, stream, next) => {
    buffer(stream).then((content) => {
      members.push({ name, bytes: content });
      next();
    }, next);
  });
  const isTar = await pipeline(Readable.from([bytes]), createGunzip(), extract).then(
    () => true,
    () => false,
  );
  return isTar ? members : undefined;
}
