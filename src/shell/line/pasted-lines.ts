import { escapeLine } from '../../text/escape.ts';

const mostShown = 8;

/** Pasted text as lines to run: their ends are not part of them, and an end behind the last one starts no other. */
export function linesOfPaste(text: string): readonly string[] {
  return text
    .replace(/(?:\r\n|\r|\n)+$/, '')
    .split(/\r\n|\r|\n/)
    .map(plain);
}

/** Behind the prompt: the whole lines that wait for Enter, above the one that can be edited. */
export function shownLines(lines: readonly string[]): string {
  const hidden = lines.length - mostShown;
  const shown =
    hidden <= 0
      ? lines.map(escapeLine)
      : [
          ...lines.slice(0, mostShown / 2).map(escapeLine),
          `… ${hidden} more lines`,
          ...lines.slice(-mostShown / 2).map(escapeLine),
        ];
  return shown.map((line) => `${line}\r\n> `).join('');
}

/** A tab is a blank, as it would ask for a completion if it were typed; other control characters are left out. */
function plain(line: string): string {
  return line.replaceAll('\t', ' ').replace(/[\u0000-\u001f\u007f-\u009f]/g, '');
}
