import { type Content, contentBytes } from '../content/content.ts';
import { encodeText } from '../content/encodings.ts';
import { GrowingContent } from '../content/growing-content.ts';
import { fail } from '../failure.ts';
import type { FileNode } from '../files/nodes.ts';
import type { Machine } from '../machine.ts';
import type { Console, Output } from './console.ts';

export const nowhere: Output = { text: () => {}, bytes: () => {}, content: () => {} };

/** Text as the console of the machine would write it: OEM code page and CRLF on Windows, UTF-8 elsewhere. */
function consoleBytes(machine: Machine, console: Console, text: string): Buffer {
  const lines = machine.os === 'windows' ? text.replace(/\r?\n/g, '\r\n') : text;
  return encodeText(lines, console.encoding);
}

/** The same place, for text in UTF-16 without a byte order mark. */
export function unicode(output: Output): Output {
  return {
    text: (text) => output.bytes(encodeText(text.replace(/\r?\n/g, '\r\n'), 'utf16le')),
    bytes: (bytes) => output.bytes(bytes),
    content: (content) => output.content(content),
    hold: () => output.hold?.() ?? (() => {}),
  };
}

/** An open file that programs write to. */
export interface FileOutput extends Output {
  readonly node: FileNode;
  close(): void;
}

/** Opens for writing: made new, emptied, or appended to. Throws what the file system says. */
export function openFileOutput(
  machine: Machine,
  path: string,
  options: { readonly append: boolean; readonly workingDirectory: string; readonly console: Console },
): FileOutput {
  const node = openForWriting(machine, path, options);
  const content = new GrowingContent();
  if (options.append) content.appendContent(node.content);
  else node.content.release?.();
  node.content = content;
  const hold = () => {
    node.writers += 1;
    let isOpen = true;
    return () => {
      if (isOpen) {
        isOpen = false;
        node.writers -= 1;
        node.orphaned &&= node.writers > 0;
      }
    };
  };
  const close = hold();
  const touch = () => {
    const now = machine.clock.now();
    node.times = { ...node.times, written: now, accessed: now };
  };
  const bytes = (data: Uint8Array) => {
    content.append(data);
    touch();
  };
  return {
    node,
    text: (text) => bytes(consoleBytes(machine, options.console, text)),
    bytes,
    content: (source) => {
      content.appendContent(source);
      touch();
    },
    hold,
    close,
  };
}

function openForWriting(
  machine: Machine,
  path: string,
  { workingDirectory }: { readonly workingDirectory: string },
): FileNode {
  const { files } = machine;
  const existing = files.find(path, workingDirectory);
  if (existing !== undefined) {
    if (existing.kind === 'directory') fail('isDirectory');
    if (existing.busy) fail('sharingViolation');
    return existing.attributes.includes('READONLY') ? fail('accessDenied') : existing;
  }
  const { parent, name } = files.place(path, workingDirectory);
  const now = machine.clock.now();
  return files.addFile(parent, name, {
    content: new GrowingContent(),
    times: { created: now, accessed: now, written: now },
  });
}

/** Collects what a program writes into a pipe. */
export class PipeOutput implements Output {
  readonly #machine: Machine;
  readonly #console: Console;
  readonly #content = new GrowingContent();

  constructor(machine: Machine, console: Console) {
    this.#machine = machine;
    this.#console = console;
  }

  text(text: string): void {
    this.#content.append(consoleBytes(this.#machine, this.#console, text));
  }

  bytes(bytes: Uint8Array): void {
    this.#content.append(bytes);
  }

  content(content: Content): void {
    this.#content.appendContent(content);
  }

  read(): Promise<Buffer> {
    return contentBytes(this.#content);
  }
}
