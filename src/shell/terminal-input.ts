import { Readable } from 'node:stream';

/** What the keys come from: `process.stdin`, or a stream in tests. */
export interface KeySource extends Readable {
  readonly isRaw?: boolean;
  setRawMode?(mode: boolean): unknown;
}

/**
 * A stream of keys that can be shut. While a verb runs nothing here reads the terminal: questions and local programs get their input,
 * and Ctrl-C is a signal. What came in one piece with the last line (pasted text) is already inside and kept.
 */
export interface TerminalInput extends Readable {
  open(): void;
  shut(): void;
}

export function makeTerminalInput(source: KeySource): TerminalInput {
  let isOpen = false;
  const gate = new Readable({ read: () => undefined });
  const take = (chunk: Uint8Array) => gate.push(chunk);
  const end = () => gate.push(null);
  // A terminal that has gone refuses to leave raw mode; that must not end the program before its session is closed.
  source.on('error', () => undefined);

  return Object.assign(gate, {
    isTTY: true,
    // node:readline asks for raw mode at times of its own.
    setRawMode: (mode: boolean) => {
      if (isOpen) source.setRawMode?.(mode);
      return gate;
    },
    open() {
      if (isOpen) return;
      isOpen = true;
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
  });
}
