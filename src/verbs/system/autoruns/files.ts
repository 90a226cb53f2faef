import { cutLines, type Mark } from '../../../live/tool-script.ts';
import { lastPart } from '../../../text/remote-path.ts';
import type { Section } from '../sections.ts';
import type { Autorun } from './autorun.ts';

export interface StartFile {
  readonly path: string;
  readonly text: string;
  /** By `cksum`. */
  readonly checksum?: string | undefined;
}

const mostBytes = 65_536;

/**
 * Files, each behind a line with its checksum, size and path, and before one that says that it was read: `print` writes it. Not of a kind
 * that whoever reads it waits for.
 */
export function fileLoop(mark: Mark, patterns: readonly string[], print: string): string {
  return (
    `for f in ${patterns.join(' ')}; do [ -f "$f" ] || continue; ` +
    `echo "${mark.word}. file $(cksum < "$f" 2>/dev/null) $f"; ${print} 2>/dev/null && echo && ${mark.line('read')}; done`
  );
}

export const printHead = `head -c ${mostBytes} "$f"`;

/** A section of files, each once; `read` gives what starts by one, undefined where its text is not known. */
export function fileSection(
  name: string,
  line: Section<Autorun>['line'],
  read: (file: StartFile) => readonly Autorun[] | undefined,
): Section<Autorun> {
  return {
    name,
    line,
    read({ text }, mark) {
      const rows: Autorun[] = [];
      const unread: string[] = [];
      const seen = new Set<string>();
      let open: (StartFile & { readonly size: number }) | undefined;
      const close = (isRead: boolean): void => {
        if (open === undefined || seen.has(open.path)) return;
        seen.add(open.path);
        const found = isRead ? read({ ...open, text: open.text.replace(/\n$/, '') }) : undefined;
        if (found === undefined) unread.push(`not read: ${open.path}`);
        else if (open.size > mostBytes) unread.push(`read to its first 64 KiB: ${open.path}`);
        rows.push(...(found ?? []));
      };
      for (const [line, behind] of cutLines(text, mark)) {
        const [, checksum, size, path] = /^file (?:(\d+) (\d+))? ?(\/.*)$/.exec(line) ?? [];
        if (path !== undefined) {
          close(false);
          open = { path, checksum, size: Number(size ?? 0), text: behind };
        } else {
          close(line === 'read');
          open = undefined;
        }
      }
      close(false);
      return { rows, unread };
    },
  };
}

/** Lines that are neither blank nor a comment. */
export function workingLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The file itself is what runs. */
export function script(place: string, { path, checksum }: StartFile): readonly Autorun[] {
  return [{ place, name: lastPart(path), runs: path, source: path, checksum }];
}
