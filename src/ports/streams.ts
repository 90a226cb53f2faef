import type { Readable } from 'node:stream';

/** Somewhere text or bytes go. `write` resolves when the reader has taken it (backpressure); then the bytes may be overwritten. */
export interface Sink {
  readonly isTTY: boolean;
  write(chunk: string | Uint8Array): Promise<void>;
}

/** The three standard streams and what is known of the terminal behind them. */
export interface Streams {
  readonly in: Readable & { readonly isTTY?: boolean };
  readonly out: Sink;
  readonly err: Sink;
  /** Width of the terminal in columns; 80 where there is none. */
  columns(): number;
  /** Height of the terminal in rows; 24 where it is not known. */
  rows(): number;
  /** Calls back when the window has another size. Returns the function that ends it. */
  onResize(fn: () => void): () => void;
  /** Chalk's level: 0 none, 1 basic, 2 256, 3 true colour. Of stdout and of stderr. */
  readonly colorLevel: { readonly out: 0 | 1 | 2 | 3; readonly err: 0 | 1 | 2 | 3 };
  /** Draws a text as a link to a file of this computer; undefined where the terminal may not know links, and where there is none. */
  readonly link?: ((text: string, path: string) => string) | undefined;
  /** True when both stdin and stderr are terminals: a question can be asked. */
  readonly canPrompt: boolean;
}
