import { emitKeypressEvents, type Key } from 'node:readline';
import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { makePasteReader } from './pastes.ts';

/** What the keys come from: `process.stdin`, or a stream in tests. */
export interface KeySource extends Readable {
  readonly isRaw?: boolean;
  setRawMode?(mode: boolean): unknown;
}

/** One key: the character it makes, where it makes one, and its name. */
export interface Press {
  readonly text: string | undefined;
  readonly key: Key;
}

export interface KeyListener {
  press(press: Press): void;
  paste(text: string): void;
  /** The terminal has gone. */
  end(): void;
}

/**
 * The keys of a terminal, which can be shut. While a verb runs nothing here reads the terminal: questions and local programs get their
 * input, and Ctrl-C is a signal.
 */
export interface TerminalKeys {
  open(): void;
  shut(): void;
}

export function openTerminalKeys(source: KeySource, listener: KeyListener): TerminalKeys {
  let isOpen = false;
  let decoder = new StringDecoder('utf8');
  const keys = new Readable({ read: () => undefined });
  emitKeypressEvents(keys);
  keys.on('keypress', (text: string | undefined, key: Key) => listener.press({ text, key }));
  const pastes = makePasteReader((typed) => {
    if (typed.kind === 'paste') listener.paste(typed.text);
    else keys.emit('data', Buffer.from(typed.text));
  });
  // Twice: what the terminal holds already is read between the two.
  const whenQuiet = () => setImmediate(() => setImmediate(() => pastes.quiet()));
  const take = (chunk: Uint8Array) => {
    pastes.read(decoder.write(Buffer.from(chunk)));
    if (pastes.isOpen()) whenQuiet();
  };
  const end = () => listener.end();
  // A terminal that has gone refuses to leave raw mode; that must not end the program before its session is closed.
  source.on('error', () => undefined);

  return {
    open() {
      if (isOpen) return;
      isOpen = true;
      decoder = new StringDecoder('utf8');
      source.setRawMode?.(true);
      source.on('data', take);
      source.once('end', end);
      source.once('close', end);
      source.once('error', end);
      source.resume();
      if (source.readableEnded || source.destroyed) end();
    },
    shut() {
      if (!isOpen) return;
      source.off('data', take);
      source.off('end', end);
      source.off('close', end);
      source.off('error', end);
      source.pause();
      source.setRawMode?.(false);
      isOpen = false;
    },
  };
}
