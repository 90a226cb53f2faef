import { clearScreenDown, createInterface, cursorTo, type Key, moveCursor } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import type { Sink } from '../../ports/streams.ts';
import type { HeldLine } from '../../ports/typed-line.ts';

export interface DrawnLineOptions {
  readonly output: Sink;
  readonly columns: () => number;
  /** Oldest first. */
  readonly history: readonly string[];
  /** False keeps a line out of what the arrow keys recall. */
  readonly remember: (line: string) => boolean;
  /** Enter; the screen is already on the next line. */
  readonly onLine: (line: string) => void;
  /** Ctrl-D in an empty line, or `close`. */
  readonly onClose: () => void;
}

/** A line with its prompt on the screen, edited by `node:readline`, which is told each key. */
export interface DrawnLine extends HeldLine {
  text(): string;
  cursor(): number;
  set(text: string, cursor: number): void;
  setPrompt(prompt: string): void;
  press(text: string | undefined, key: Key): void;
  /** Draws it again where it stands. */
  redraw(): void;
  /** Leaves what stands there behind, and is empty on the next line. */
  abandon(): void;
  write(text: string): void;
  /** The same, and resolves when it is written. */
  say(text: string): Promise<void>;
  written(): Promise<void>;
  close(): void;
}

export function makeDrawnLine(options: DrawnLineOptions): DrawnLine {
  let writing = Promise.resolve();
  const write = (text: string | Uint8Array) => {
    // A terminal that has gone ends the input as well; there is nobody to tell.
    writing = options.output.write(text).catch(() => undefined);
  };
  const output = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string | Uint8Array, _encoding, done) {
        write(chunk);
        done();
      },
    }),
    { isTTY: true },
  );
  Object.defineProperty(output, 'columns', { get: options.columns });
  const reader = createInterface({
    // Keys are given to it one by one.
    input: new Readable({ read: () => undefined }),
    output,
    terminal: true,
    history: [...options.history].reverse(),
    historySize: 1000,
    tabSize: 4,
  });
  reader.on('history', (recalled: string[]) => {
    if (!options.remember(recalled[0] ?? '')) recalled.shift();
  });
  reader.on('line', options.onLine);
  reader.on('close', options.onClose);

  const redraw = () => reader.prompt(true);
  return {
    text: () => reader.line,
    cursor: () => reader.cursor,
    set(line, cursor) {
      Object.assign(reader, { line, cursor });
      redraw();
    },
    setPrompt: (prompt) => reader.setPrompt(prompt),
    press: (text, key) => reader.write(text ?? '', key),
    redraw,
    hide() {
      moveCursor(output, 0, -reader.getCursorPos().rows);
      cursorTo(output, 0);
      clearScreenDown(output);
    },
    begin() {
      // Nothing of it stands above the cursor any more.
      Object.assign(reader, { prevRows: 0 });
      redraw();
    },
    abandon() {
      reader.write(null, { ctrl: true, name: 'e' });
      write('\r\n');
      Object.assign(reader, { line: '', cursor: 0, prevRows: 0 });
    },
    write,
    say(text) {
      write(text);
      return writing;
    },
    written: () => writing,
    close: () => reader.close(),
  };
}
