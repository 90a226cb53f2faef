/** What a terminal sent: keys, or text that was pasted in one piece. */
export type Typed =
  | { readonly kind: 'keys'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string };

/** Switches the marks around pasted text on and off (mode 2004). */
export const pasteMarks = { on: '\u001b[?2004h', off: '\u001b[?2004l' };

const begin = '\u001b[200~';
const end = '\u001b[201~';
/** By itself it gets out of pasted text whose end a terminal owes. */
const ctrlC = '\u0003';
/** More than this at once is no list of verbs. */
const longest = 1 << 20;

export interface PasteReader {
  /** Takes what was read from the terminal in one piece. */
  read(text: string): void;
  /** Nothing more is there to be read at the moment. */
  quiet(): void;
  /** True while pasted text may still go on: `quiet` should be called once nothing more is there. */
  isOpen(): boolean;
}

/**
 * Tells pasted text from keys by the marks around it. An end mark inside the pasted text does not end it: what a clipboard holds behind
 * one would count as typed, and run. Only the last one of what the terminal had to give does.
 */
export function makePasteReader(take: (typed: Typed) => void): PasteReader {
  let pasted: string | undefined;
  let tail = '';
  // The beginning of a mark whose rest has not been read yet.
  let held = '';

  const read = (piece: string): void => {
    const text = held + piece;
    held = '';
    if (pasted !== undefined && text === ctrlC) pasted = undefined;
    if (pasted !== undefined) {
      if (pasted.length < longest) pasted += text;
      tail = (tail + text).slice(-end.length);
      return;
    }
    const at = text.indexOf(begin);
    if (at >= 0) {
      if (at > 0) take({ kind: 'keys', text: text.slice(0, at) });
      [pasted, tail] = ['', ''];
      read(text.slice(at + begin.length));
      return;
    }
    held = markAtEnd(text);
    const keys = text.slice(0, text.length - held.length);
    if (keys !== '') take({ kind: 'keys', text: keys });
  };
  return {
    read,
    quiet() {
      if (held !== '') {
        const text = held;
        held = '';
        take({ kind: 'keys', text });
      }
      if (pasted === undefined || tail !== end) return;
      const text = pasted.replaceAll(end, '').replaceAll(begin, '');
      pasted = undefined;
      take({ kind: 'paste', text });
    },
    isOpen: () => pasted !== undefined || held !== '',
  };
}

/** The part of a begin mark that a text ends with. */
function markAtEnd(text: string): string {
  for (let length = begin.length - 1; length > 0; length -= 1) {
    if (text.endsWith(begin.slice(0, length))) return begin.slice(0, length);
  }
  return '';
}
