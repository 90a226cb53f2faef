import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Sink } from '../ports/streams.ts';
import { escapeLine } from '../text/escape.ts';
import type { KeySource } from './terminal-input.ts';
import { makeTerminalInput } from './terminal-input.ts';

export interface EditorOptions {
  readonly input: KeySource;
  /** Prompt and echo: stderr, as stdout carries results. */
  readonly output: Sink;
  readonly columns: () => number;
  /** Oldest first. */
  readonly history: readonly string[];
  /** Told each line; false keeps it out of what the arrow keys recall. */
  readonly remember: (line: string) => boolean;
  /** What Tab does with the text before the cursor. */
  readonly complete: (line: string) => Promise<TabAnswer>;
  /** Ctrl-C with nothing typed. */
  readonly onEmptyInterrupt: () => void;
  readonly onPrompt: () => void;
}

export interface TabAnswer {
  /** Takes the place of the last `replaces` characters before the cursor. */
  readonly insert: string;
  readonly replaces: string;
  /** Shown above the prompt. */
  readonly list: string;
}

/** Edits lines on a terminal. */
export interface Editor {
  /** The next line; undefined after Ctrl-D or when the input ends. The terminal is the editor's only until it resolves. */
  readLine(prompt: string): Promise<string | undefined>;
  /** As Ctrl-C typed at the prompt. */
  interrupt(): void;
  /** Gives the terminal back for good; a pending `readLine` gives undefined. */
  close(): void;
}

/** An editor on `node:readline`: arrow keys, Ctrl-R, Ctrl-W and the like are its own. */
export function openEditor(options: EditorOptions): Editor {
  const input = makeTerminalInput(options.input);
  const output = makeOutput(options.output, options.columns);
  // Lines pasted in one piece wait here for their turn.
  const lines: string[] = [];
  let waiting: ((line: string | undefined) => void) | undefined;
  let closed = false;

  const reader = createInterface({
    input,
    output,
    terminal: true,
    history: [...options.history].reverse(),
    historySize: 1000,
    tabSize: 4,
    completer: (line: string, answer: (error: null, result: [string[], string]) => void) => {
      options.complete(line).then(
        ({ insert, replaces, list }) => {
          if (closed) return;
          if (list !== '') {
            output.write(`\r\n${list}`);
            reader.prompt(true);
          }
          answer(null, [insert === '' ? [] : [insert], replaces]);
        },
        () => answer(null, [[], line]),
      );
    },
  });

  reader.on('history', (recalled: string[]) => {
    if (!options.remember(recalled[0] ?? '')) recalled.shift();
  });
  reader.on('line', (line) => {
    if (waiting === undefined) lines.push(line);
    else settle(line);
  });
  reader.on('close', () => {
    closed = true;
    settle(undefined);
  });
  reader.on('SIGINT', () => interrupt());

  const settle = (line: string | undefined) => {
    const resolve = waiting;
    waiting = undefined;
    input.shut();
    // What the editor still has to write comes before what the verb writes.
    output.write('', () => resolve?.(line));
  };
  const interrupt = () => {
    if (waiting === undefined) return;
    if (reader.line === '') {
      output.write('\r\n');
      options.onEmptyInterrupt();
    } else {
      clearLine(reader);
    }
    reader.prompt();
  };

  return {
    readLine(prompt) {
      const next = lines.shift();
      reader.setPrompt(prompt);
      if (next !== undefined) {
        // Its echo stands somewhere above: show it again where its results come.
        return new Promise((resolve) => output.write(`${prompt}${escapeLine(next)}\n`, () => resolve(next)));
      }
      if (closed) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        waiting = resolve;
        input.open();
        reader.prompt(true);
        output.write('', () => {
          if (waiting === resolve) options.onPrompt();
        });
      });
    },
    interrupt,
    close() {
      input.shut();
      reader.close();
    },
  };
}

function clearLine(reader: Interface): void {
  reader.write(null, { ctrl: true, name: 'e' });
  reader.write(null, { ctrl: true, name: 'u' });
}

function makeOutput(sink: Sink, columns: () => number): Writable {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      // A terminal that has gone ends the input as well; there is nobody to tell.
      sink.write(chunk).then(
        () => done(),
        () => done(),
      );
    },
  });
  Object.defineProperty(stream, 'columns', { get: columns });
  return Object.assign(stream, { isTTY: true });
}
