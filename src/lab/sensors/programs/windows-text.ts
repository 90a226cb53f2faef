import { createHash } from 'node:crypto';
import { contentBytes } from '../content/content.ts';
import { decodeText } from '../content/encodings.ts';
import { fail, failureOf } from '../failure.ts';
import type { Attribute, FileNode } from '../files/nodes.ts';
import type { Program, ProgramRun } from '../machine.ts';
import type { Failure } from '../result-codes.ts';
import { findWindowsProgram } from './resolve-command-line.ts';
import { windowsMessage } from './windows-messages.ts';

/** Programs that look into files or filter what is piped to them. */
export const windowsTextPrograms: readonly (readonly [string, Program])[] = [
  ['find', guarded(find)],
  ['findstr', guarded(findstr)],
  ['more.com', guarded(more)],
  ['sort', guarded(sort)],
  ['where', where],
  ['attrib', guarded(attrib)],
  ['certutil', certutil],
];

function guarded(program: (run: ProgramRun) => Promise<number> | number): Program {
  return async (run) => {
    try {
      return await program(run);
    } catch (error) {
      run.err.text(`${windowsMessage(failureOf(error))}\n`);
      return 1;
    }
  };
}

async function linesOf(run: ProgramRun, file: string | undefined): Promise<string[]> {
  const { machine, input, workingDirectory, console } = run;
  const bytes =
    file === undefined ? input : await contentBytes(machine.files.getFile(file, workingDirectory).content);
  const text = decodeText(bytes, console.encoding === 'utf8' ? 'utf8' : machine.facts.codePage);
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}

async function find(run: ProgramRun): Promise<number> {
  const switches = run.args
    .filter((argument) => /^\/[a-z]$/i.test(argument))
    .map((argument) => argument.toLowerCase());
  const [wanted = '', ...files] = run.args.filter((argument) => !/^\/[a-z]$/i.test(argument));
  const fold = (text: string) => (switches.includes('/i') ? text.toLowerCase() : text);
  let hits = 0;
  for (const file of files.length === 0 ? [undefined] : files) {
    const lines = (await linesOf(run, file)).filter(
      (line) => fold(line).includes(fold(wanted)) !== switches.includes('/v'),
    );
    hits += lines.length;
    if (file !== undefined) {
      run.out.text(
        `\n---------- ${file.toUpperCase()}${switches.includes('/c') ? `: ${lines.length}` : ''}\n`,
      );
    } else if (switches.includes('/c')) run.out.text(`${lines.length}\n`);
    run.out.text(switches.includes('/c') ? '' : lines.map((line) => `${line}\n`).join(''));
  }
  return hits > 0 ? 0 : 1;
}

async function findstr(run: ProgramRun): Promise<number> {
  const switches = run.args.filter((argument) => /^\/[a-z]/i.test(argument));
  const letters = switches
    .filter((one) => !/^\/c:/i.test(one))
    .join('')
    .toLowerCase();
  const literal = switches.find((one) => /^\/c:/i.test(one))?.slice(3);
  const operands = run.args.filter((argument) => !/^\/[a-z]/i.test(argument));
  const wanted = literal === undefined ? (operands[0] ?? '').split(/\s+/) : [literal];
  const files = literal === undefined ? operands.slice(1) : operands;
  const fold = (text: string) => (letters.includes('i') ? text.toLowerCase() : text);
  const matches = (line: string) =>
    wanted.some((one) => fold(line).includes(fold(one))) !== letters.includes('v');
  let hits = 0;
  for (const file of files.length === 0 ? [undefined] : files) {
    for (const line of (await linesOf(run, file)).filter(matches)) {
      hits += 1;
      run.out.text(files.length > 1 ? `${file}:${line}\n` : `${line}\n`);
    }
  }
  return hits > 0 ? 0 : 1;
}

async function more(run: ProgramRun): Promise<number> {
  run.out.text((await linesOf(run, run.args[0])).map((line) => `${line}\n`).join(''));
  return 0;
}

async function sort(run: ProgramRun): Promise<number> {
  const file = run.args.find((argument) => !argument.startsWith('/'));
  const lines = (await linesOf(run, file)).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  run.out.text(
    (run.args.some((argument) => /^\/r/i.test(argument)) ? lines.reverse() : lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
  return 0;
}

function where({ args, machine, workingDirectory, environment, out, err }: ProgramRun): number {
  let code = 0;
  for (const name of args.filter((argument) => !argument.startsWith('/'))) {
    const node = findWindowsProgram(machine, name, workingDirectory, environment, [
      '.exe',
      '.com',
      '.bat',
      '.cmd',
    ]);
    if (node === undefined) {
      err.text('INFO: Could not find files for the given pattern(s).\n');
      code = 1;
    } else out.text(`${machine.files.pathOf(node)}\n`);
  }
  return code;
}

const attributeLetters: Readonly<Record<string, Attribute>> = {
  R: 'READONLY',
  H: 'HIDDEN',
  S: 'SYSTEM',
  A: 'ARCHIVE',
};

function attrib({ args, machine, workingDirectory, out }: ProgramRun): number {
  const changes = args.filter((argument) => /^[+-][rhsa]$/i.test(argument));
  for (const path of args.filter((argument) => !/^[+-][rhsa]$|^\//i.test(argument))) {
    const node = machine.files.get(path, workingDirectory);
    const attributes = new Set<Attribute>(node.attributes);
    for (const change of changes) {
      const attribute = attributeLetters[change.charAt(1).toUpperCase()];
      if (attribute !== undefined) attributes[change.startsWith('+') ? 'add' : 'delete'](attribute);
    }
    node.attributes = attributes.size === 0 ? ['NORMAL'] : [...attributes];
    if (changes.length === 0) {
      const shown = ['A', 'S', 'H', 'R'].map((letter) =>
        node.attributes.some((one) => one === attributeLetters[letter]) ? letter : ' ',
      );
      out.text(`${shown[0]}  ${shown[1]}${shown[2]}${shown[3]}       ${machine.files.pathOf(node)}\n`);
    }
  }
  return 0;
}

async function certutil(run: ProgramRun): Promise<number> {
  const { machine, out, args } = run;
  const [verb = '', path = '', algorithm = 'SHA1'] = args;
  if (!/^[-/]hashfile$/i.test(verb)) {
    run.err.text('CertUtil: Unknown arg\n');
    return 1;
  }
  const { isOld, words } = certutilOf(machine);
  const refuse = (code: number, name: string, why: string): number => {
    const hex = (code >>> 0).toString(16);
    out.text(`CertUtil: ${words.failed}: 0x${hex} (${name})\nCertUtil: ${why}\n`);
    return code | 0;
  };
  const name = algorithm.toUpperCase();
  if (!['MD5', 'SHA1', 'SHA256', 'SHA384', 'SHA512'].includes(name) || (isOld && name !== algorithm))
    return refuse(0xd00000bb, '-805306181', 'WsResetMetadata');
  try {
    const file = machine.files.getFile(path, run.workingDirectory);
    if (file.busy) fail('sharingViolation');
    // It maps the file, and nothing can be mapped of an empty one.
    if (file.content.size === 0) return refuse(0x800703ee, 'WIN32: 1006 ERROR_FILE_INVALID', words.empty);
    const digest = await hashOf(file, name.toLowerCase());
    const shown = isOld ? digest.replace(/..(?=.)/g, '$& ') : digest;
    out.text(`${words.of(name, path)}:\n${shown}\nCertUtil: ${words.done}\n`);
    return 0;
  } catch (error) {
    const failure = failureOf(error);
    const [code, win32] = certutilCodes[failure] ?? [0x80070005, 'WIN32: 5 ERROR_ACCESS_DENIED'];
    return refuse(code, win32, windowsMessage(failure));
  }
}

const certutilCodes: Readonly<Partial<Record<Failure, readonly [code: number, win32: string]>>> = {
  fileNotFound: [0x80070002, 'WIN32: 2 ERROR_FILE_NOT_FOUND'],
  pathNotFound: [0x80070003, 'WIN32: 3 ERROR_PATH_NOT_FOUND'],
  sharingViolation: [0x80070020, 'WIN32: 32 ERROR_SHARING_VIOLATION'],
  invalidName: [0x8007007b, 'WIN32: 123 ERROR_INVALID_NAME'],
};

/** Until Windows 8.1 it wrote blanks between the bytes, and knew the names of hashes in upper case only. */
function certutilOf({ facts }: ProgramRun['machine']) {
  const isOld = facts.version.startsWith('6.');
  const english = {
    of: (hash: string, path: string) => `${hash} hash of ${isOld ? 'file ' : ''}${path}`,
    done: '-hashfile command completed successfully.',
    failed: '-hashfile command FAILED',
    empty: 'The volume for a file has been externally altered so that the opened file is no longer valid.',
  };
  const german = {
    ...english,
    of: (hash: string, path: string) => `${hash}-Hash von ${path}`,
    done: '-hashfile-Befehl wurde erfolgreich ausgeführt.',
  };
  return { isOld, words: facts.language === 'de' ? german : english };
}

/** Hex digest of a file's bytes, streamed. */
export async function hashOf({ content }: FileNode, algorithm: string): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of content.read(0, content.size)) hash.update(chunk);
  return hash.digest('hex');
}
