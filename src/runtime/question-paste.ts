/** Switches the marks around pasted text on and off (mode 2004). */
export const questionMarks = { on: '\u001b[?2004h', off: '\u001b[?2004l' };

const begin = '\u001b[200~';
const marks = /(\u001b\[20[01]~)/;
/** The beginning of a mark, whose rest is in the next piece; Esc alone is a key. */
const unfinished = /\u001b\[(?:2(?:0[01]?)?)?$/;

/**
 * What was pasted, as a question takes it: its first line, without keys that do something. A line that was meant for somebody else and
 * begins with `y` must not say yes: that does the Enter of a person.
 */
export function makeUnpasted(): (bytes: Uint8Array) => Buffer {
  let held = '';
  let isPasted = false;
  let hasEnded = false;
  const shown = (piece: string): string => {
    if (piece === begin) [isPasted, hasEnded] = [true, false];
    else if (marks.test(piece)) isPasted = false;
    else if (!isPasted) return piece;
    else if (!hasEnded) {
      const line = piece.split(/[\r\n]/, 1)[0] ?? '';
      hasEnded = line.length < piece.length;
      return line.replace(/[\u0000-\u001f\u007f]/g, '');
    }
    return '';
  };
  return (bytes) => {
    const text = held + Buffer.from(bytes).toString('latin1');
    held = unfinished.exec(text)?.[0] ?? '';
    const pieces = text.slice(0, text.length - held.length).split(marks);
    const all = pieces.map(shown).join('');
    // Within a paste nobody pressed it.
    if (isPasted && text.endsWith('\u001b')) held = '\u001b';
    return Buffer.from(all, 'latin1');
  };
}
