import type { Content } from '../content/content.ts';
import type { TextEncoding } from '../content/encodings.ts';

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
