import type { Sink } from '../../ports/streams.ts';
import type { TypedLine } from '../../ports/typed-line.ts';
import { escapeLine } from '../../text/escape.ts';
import { makeDrawnLine } from './drawn-line.ts';
import { beginSearch, type HistorySearch, searchKey } from './history-search.ts';
import { isText, type LookUp, type TabAnswer } from './look-up.ts';
import { linesOfPaste, shownLines } from './pasted-lines.ts';
import { pasteMarks } from './pastes.ts';
import { type KeySource, openTerminalKeys, type Press } from './terminal-keys.ts';

export interface EditorOptions {
  readonly input: KeySource;
  /** Prompt and echo: stderr, as stdout carries results. */
  readonly output: Sink;
  readonly columns: () => number;
  /** Calls back when the window has another size. */
  readonly onResize: (fn: () => void) => () => void;
  /** The place on the terminal where lines are typed. */
  readonly typedLine: TypedLine;
  /** Lines that can be recalled, oldest first. */
  readonly history: () => readonly string[];
  /** Told each line; false keeps it out of what can be recalled. */
  readonly remember: (line: string) => boolean;
  /** What Tab does with the text before the cursor. */
  readonly complete: (line: string, signal: AbortSignal) => Promise<TabAnswer>;
  /** Ctrl-C with nothing typed. */
  readonly onEmptyInterrupt: () => void;
  readonly onPrompt: () => void;
  /** Stops the program as Ctrl-Z does; resolves when it goes on. */
  readonly suspend: () => Promise<void>;
  /** As Ctrl-C from a terminal that is in no raw mode. */
  readonly interrupt: () => void;
}

/** Edits lines on a terminal. */
export interface Editor {
  /** The next line; undefined after Ctrl-D or when the input ends. The terminal is the editor's only until it resolves. */
  readLine(prompt: string): Promise<string | undefined>;
  /** As Ctrl-C typed at the prompt; while a line is being run, what waits behind it is dropped. */
  interrupt(): void;
  /** The program was stopped by others and goes on: the terminal is taken again. */
  resume(): void;
  /**
   * While a line is being run, until the function that comes back is called: what is typed is not echoed, and waits for the next line. Ctrl-C
   * and Ctrl-Z do as ever.
   */
  keepTyped(): () => void;
  /** Gives the terminal back for good; a pending `readLine` gives undefined. */
  close(): void;
}

/** An editor on `node:readline`: arrow keys, Ctrl-W and the like are its own; Tab, pastes, Ctrl-R and Ctrl-Z are ours. */
export function openEditor(options: EditorOptions): Editor {
  // Keys that came behind the end of a line, and lines of a paste: both wait for their turn.
  let ahead: (Press | string)[] = [];
  let pending: string[] = [];
  // Whole lines that were pasted above the one that is being edited.
  let pasted: readonly string[] = [];
  let waiting: ((line: string | undefined) => void) | undefined;
  let release = () => {};
  let prompt = '';
  let lookUp: LookUp | undefined;
  let search: HistorySearch | undefined;
  let closed = false;
  let isStopped = false;
  let isKeeping = false;

  const drawn = makeDrawnLine({
    output: options.output,
    columns: options.columns,
    history: options.history(),
    remember(line) {
      for (const above of pasted) options.remember(above);
      return options.remember(line);
    },
    onLine: (line) => {
      const [first = '', ...rest] = [...pasted, line];
      pasted = [];
      pending = rest;
      settle(first);
    },
    onClose: () => {
      closed = true;
      settle(undefined);
    },
  });
  const keys = openTerminalKeys(options.input, {
    press: (press) => hear(press),
    paste: (text) => hear(text),
    end: () => drawn.close(),
  });

  const take = () => {
    isKeeping = false;
    keys.open();
    drawn.write(pasteMarks.on);
    const forget = [options.typedLine.hold(drawn), options.onResize(drawn.redraw)];
    release = () => {
      for (const undo of forget) undo();
    };
  };
  const giveBack = () => {
    release();
    drawn.write(pasteMarks.off);
    keys.shut();
  };
  const settle = (line: string | undefined) => {
    const resolve = waiting;
    if (resolve === undefined) return;
    waiting = undefined;
    stopLookUp();
    giveBack();
    // What the editor still has to write comes before what the verb writes.
    void drawn.written().then(() => resolve(line));
  };
  const showPrompt = () => drawn.setPrompt(prompt + shownLines(pasted));

  const hear = (next: Press | string): void => {
    if (waiting === undefined) hearAhead(next);
    else if (lookUp !== undefined) hearWhileLooking(lookUp, next);
    else if (typeof next === 'string') paste(next);
    else if (search !== undefined) hearInSearch(search, next);
    else press(next);
  };
  const hearAhead = (next: Press | string): void => {
    const key = isKeeping && typeof next !== 'string' && next.key.ctrl === true ? next.key.name : undefined;
    if (key === 'z') void suspend();
    else if (key === 'c') {
      ahead = [];
      drawn.write('^C');
      void drawn.written().then(options.interrupt);
    } else ahead.push(next);
  };
  const press = ({ text, key }: Press): void => {
    if (key.ctrl === true && key.name === 'c') interrupt();
    else if (key.ctrl === true && key.name === 'z') void suspend();
    else if (key.ctrl === true && (key.name === 'r' || key.name === 's')) {
      search = beginSearch(drawn.text(), drawn.cursor());
      drawn.setPrompt(search.prompt);
    } else if (key.name === 'tab' && key.shift !== true) lookUpNow();
    else if (key.name === 'backspace' && drawn.cursor() === 0 && pasted.length > 0) joinLineAbove();
    else drawn.press(text, key);
  };

  const paste = (text: string): void => {
    search = undefined;
    const [before, after] = [drawn.text().slice(0, drawn.cursor()), drawn.text().slice(drawn.cursor())];
    const [first = '', ...rest] = linesOfPaste(text);
    const last = rest.pop();
    if (last === undefined) {
      drawn.set(before + first + after, before.length + first.length);
      return;
    }
    pasted = [...pasted, before + first, ...rest];
    showPrompt();
    drawn.set(last + after, last.length);
  };
  const joinLineAbove = () => {
    const above = pasted.at(-1) ?? '';
    pasted = pasted.slice(0, -1);
    showPrompt();
    drawn.set(above + drawn.text(), above.length);
  };

  const lookUpNow = () => {
    const stop = new AbortController();
    const mine: LookUp = { stop, at: drawn.cursor(), ahead: [] };
    lookUp = mine;
    const before = drawn.text().slice(0, mine.at);
    options.complete(before, stop.signal).then(
      (answer) => lookUp === mine && endLookUp(mine, answer),
      () => lookUp === mine && endLookUp(mine),
    );
  };
  /** Plain characters are drawn at once, behind the place of the Tab; from the first other key on all wait for the answer. */
  const hearWhileLooking = (current: LookUp, next: Press | string): void => {
    if (typeof next !== 'string' && next.key.ctrl === true && next.key.name === 'c') stopLookUp();
    else if (typeof next !== 'string' && current.ahead.length === 0 && isText(next))
      drawn.press(next.text, next.key);
    else current.ahead.push(next);
  };
  const endLookUp = (ended: LookUp, answer?: TabAnswer): void => {
    lookUp = undefined;
    if (answer !== undefined) {
      if (answer.list !== '') options.typedLine.above(() => drawn.write(answer.list));
      const [text, typed] = [drawn.text(), drawn.cursor() - ended.at];
      if (answer.insert !== '') {
        const start = text.slice(0, ended.at - answer.replaces.length) + answer.insert;
        drawn.set(start + text.slice(ended.at), start.length + typed);
      }
    }
    for (const next of ended.ahead) hear(next);
  };
  const stopLookUp = () => {
    lookUp?.stop.abort();
    lookUp = undefined;
  };

  const hearInSearch = (current: HistorySearch, press: Press): void => {
    const next = searchKey(current, press, options.history());
    search = next.search;
    if (next.search === undefined) showPrompt();
    else drawn.setPrompt(next.search.prompt);
    drawn.set(next.text, next.cursor);
    if (next.passOn) hear(press);
  };

  const interrupt = () => {
    [ahead, pending] = [[], []];
    if (waiting === undefined) return;
    if (lookUp !== undefined) {
      stopLookUp();
      return;
    }
    const isEmpty = drawn.text() === '' && pasted.length === 0 && search === undefined;
    search = undefined;
    pasted = [];
    drawn.abandon();
    showPrompt();
    if (isEmpty) options.onEmptyInterrupt();
    else drawn.redraw();
  };

  const suspend = async () => {
    if (isStopped) return;
    isStopped = true;
    stopLookUp();
    if (waiting === undefined) keys.shut();
    else giveBack();
    drawn.write('\r\n');
    await drawn.written();
    await options.suspend();
    isStopped = false;
    if (isKeeping) keys.open();
    if (waiting === undefined) return;
    take();
    drawn.begin();
  };

  return {
    readLine(shown) {
      prompt = shown;
      const next = pending.shift();
      // Its echo stands somewhere above: show it again where its results come.
      if (next !== undefined) return drawn.say(`${prompt}${escapeLine(next)}\r\n`).then(() => next);
      if (closed) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        waiting = resolve;
        take();
        showPrompt();
        drawn.begin();
        void drawn.written().then(() => {
          if (waiting === resolve) options.onPrompt();
        });
        const typed = ahead;
        ahead = [];
        for (const press of typed) hear(press);
      });
    },
    interrupt,
    resume() {
      if (isStopped) return;
      if (isKeeping) {
        keys.shut();
        keys.open();
      }
      if (waiting === undefined) return;
      giveBack();
      take();
      drawn.begin();
    },
    keepTyped() {
      if (waiting !== undefined || isStopped || closed) return () => undefined;
      isKeeping = true;
      keys.open();
      return () => {
        if (!isKeeping) return;
        isKeeping = false;
        keys.shut();
      };
    },
    close() {
      stopLookUp();
      if (waiting !== undefined) giveBack();
      drawn.close();
    },
  };
}
