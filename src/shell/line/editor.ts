import { escapeLine } from '../../text/escape.ts';
import { makeDrawnLine } from './drawn-line.ts';
import type { EditorOptions } from './editor-options.ts';
import { GivenLine } from './given-line.ts';
import { beginSearch, type HistorySearch, searchKey } from './history-search.ts';
import { type LastOperand, lastOperand } from './last-operand.ts';
import { isText, type LookUp, type TabAnswer } from './look-up.ts';
import { linesOfPaste, shownLines } from './pasted-lines.ts';
import { pasteMarks } from './pastes.ts';
import { openTerminalKeys, type Press } from './terminal-keys.ts';

/** Edits lines on a terminal. */
export interface Editor {
  /**
   * The next line; undefined after Ctrl-D or when the input ends. The terminal is the editor's only until it resolves. With a text to begin
   * with nothing is run that was not looked at: what was typed before is dropped, and what was pasted waits.
   */
  readLine(prompt: string, text?: string): Promise<string | undefined>;
  /** As Ctrl-C typed at the prompt; a line that was given and not begun is not run, and while one is being run what waits behind it is dropped. */
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

/** An editor on `node:readline`: arrow keys, Ctrl-W and the like are its own; Tab, pastes, Ctrl-R, Alt-. and Ctrl-Z are ours. */
export function openEditor(options: EditorOptions): Editor {
  // Keys that came behind the end of a line, and lines of a paste: both wait for their turn.
  let ahead: (Press | string)[] = [];
  let pending: string[] = [];
  // Whole lines that were pasted above the one that is being edited.
  let pasted: readonly string[] = [];
  let waiting: ((line: string | undefined) => void) | undefined;
  const given = new GivenLine();
  let release = () => {};
  let prompt = '';
  let lookUp: LookUp | undefined;
  let search: HistorySearch | undefined;
  let operand: LastOperand | undefined;
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
      const lines = [...pasted, line];
      pasted = [];
      if (lines.length === 1) settle(line);
      else settle(lines);
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
  const settle = (typed: string | readonly string[] | undefined) => {
    const resolve = waiting;
    if (resolve === undefined) return;
    waiting = undefined;
    stopLookUp();
    giveBack();
    // What the editor still has to write comes before what the verb writes.
    const written = drawn.written();
    if (typed === undefined) void written.then(() => resolve(undefined));
    else if (typeof typed === 'string') void given.hold(typed, written).then(resolve);
    else void written.then(() => takePasted(typed)).then(resolve);
  };
  /** The first of the lines; nothing to run where they are not meant after all. */
  const takePasted = async (lines: readonly string[]): Promise<string> => {
    if (!(await options.mayRunPasted(lines))) return '';
    const [first = '', ...rest] = lines;
    pending = rest;
    return first;
  };
  const showPrompt = () => drawn.setPrompt(prompt + shownLines(pasted));

  const hear = (next: Press | string): void => {
    if (waiting !== undefined) options.onKey?.();
    if (waiting === undefined) hearAhead(next);
    else if (lookUp !== undefined) hearWhileLooking(lookUp, next);
    else if (typeof next === 'string') paste(next);
    else if (search !== undefined) hearInSearch(search, next);
    else press(next);
  };
  const hearAhead = (next: Press | string): void => {
    const isHeard = isKeeping || given.isHeld;
    const key = isHeard && typeof next !== 'string' && next.key.ctrl === true ? next.key.name : undefined;
    if (key === 'z' && isKeeping) void suspend();
    else if (key === 'c') {
      ahead = [];
      const isStruck = given.strike();
      drawn.write(isStruck ? '^C\r\n' : '^C');
      if (!isStruck) void drawn.written().then(options.interrupt);
    } else ahead.push(next);
  };
  const press = ({ text, key }: Press): void => {
    const isLastOperand = key.meta === true && /^\u001b[._]$/.test(key.sequence ?? '');
    if (!isLastOperand) operand = undefined;
    if (isLastOperand) putLastOperand();
    else if (key.ctrl === true && key.name === 'c') interrupt();
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
  const putLastOperand = (): void => {
    const next = lastOperand(options.history(), options.operandOf, operand?.at);
    if (next === undefined) return;
    const start = drawn.cursor() - (operand?.word.length ?? 0);
    const before = drawn.text().slice(0, start) + next.word;
    drawn.set(before + drawn.text().slice(drawn.cursor()), before.length);
    operand = next;
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
    if (typeof next !== 'string' && next.key.ctrl === true && next.key.name === 'c') interrupt();
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
    if (waiting === undefined) {
      // The terminal has just written ^C.
      if (given.strike()) drawn.write('\r\n');
      return;
    }
    stopLookUp();
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
    readLine(shown, begun = '') {
      prompt = shown;
      if (begun !== '') ahead = [];
      const next = begun === '' ? pending.shift() : undefined;
      // Its echo stands somewhere above: show it again where its results come.
      if (next !== undefined) return drawn.say(`${prompt}${escapeLine(next)}\r\n`).then(() => next);
      if (closed) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        waiting = resolve;
        take();
        showPrompt();
        drawn.begin();
        if (begun !== '') drawn.set(begun, begun.length);
        operand = undefined;
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
