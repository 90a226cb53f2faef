import type { Content } from '../content/content.ts';
import type { TextEncoding } from '../content/encodings.ts';
import type { Machine } from '../machine.ts';

/** A simulated program: prints, waits, and ends with its exit code. */
export type Program = (run: ProgramRun) => Promise<number> | number;

export interface ProgramRun {
  readonly machine: Machine;
  readonly console: Console;
  /** Arguments behind the program's name, quotes taken off. */
  readonly args: readonly string[];
  /** The same as typed, for programs that read their own command line. */
  readonly tail: string;
  /** Where the program was found. */
  readonly path: string;
  readonly workingDirectory: string;
  readonly environment: Environment;
  readonly input: Buffer;
  readonly out: Output;
  readonly err: Output;
  /** Ends when the program is killed. */
  readonly signal: AbortSignal;
  readonly pid: number;
  /** Unix: the permission bits that what it makes does not get; 022 when not said. */
  readonly umask?: number;
}

/** What a program and all that it starts share: `chcp` changes how their text is written. */
export interface Console {
  encoding: TextEncoding;
}

/** Where a program writes: a file, a pipe, or nowhere. */
export interface Output {
  /** Text in the console's encoding; `\n` becomes the system's line end. */
  text(text: string): void;
  bytes(bytes: Uint8Array): void;
  /** A whole file, by reference. */
  content(content: Content): void | Promise<void>;
  /** A program has it open, too, until it calls what it gets. */
  hold?(): () => void;
}

/** Variables; names without regard to case on Windows. */
export class Environment {
  readonly #ignoreCase: boolean;
  readonly #values = new Map<string, { name: string; value: string }>();

  constructor(values: Iterable<readonly [string, string]>, ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
    for (const [name, value] of values) this.set(name, value);
  }

  get(name: string): string | undefined {
    return this.#values.get(this.#key(name))?.value;
  }

  set(name: string, value: string): void {
    this.#values.set(this.#key(name), { name, value });
  }

  delete(name: string): void {
    this.#values.delete(this.#key(name));
  }

  *entries(): Generator<readonly [string, string]> {
    for (const { name, value } of this.#values.values()) yield [name, value];
  }

  copy(): Environment {
    return new Environment(this.entries(), this.#ignoreCase);
  }

  #key(name: string): string {
    return this.#ignoreCase ? name.toUpperCase() : name;
  }
}
