/**
 * A seal is a signature over the first lines of a file in their exact bytes, `FILE.LINES.sig` beside it: what is added later breaks none,
 * and any program that checks such signatures can check it.
 */
export interface Seal {
  readonly name: string;
  readonly lines: number;
}

/** What keeps a signature of ours from being taken for one of something else. */
export const sealNamespace = 'cblr';

const lineBreak = 0x0a;

export function sealOf(file: string, lines: number): Seal {
  return { name: `${file}.${lines}.sig`, lines };
}

/** Those of a file, the oldest first. */
export function sealsOf(file: string, names: readonly string[]): readonly Seal[] {
  return names
    .flatMap((name) => {
      if (!name.startsWith(`${file}.`)) return [];
      const [, digits] = /^(\d{1,15})\.sig$/.exec(name.slice(file.length + 1)) ?? [];
      return digits === undefined ? [] : [{ name, lines: Number(digits) }];
    })
    .sort((a, b) => a.lines - b.lines);
}

/** True for what `transcript seal` puts beside a file: a seal, or the time stamp of one. */
export function isSealName(name: string): boolean {
  return /.\.\d{1,15}\.sig(?:\.tsr)?$/.test(name);
}

/** The first lines with their line breaks, and nothing behind them. */
export async function* firstLines(
  chunks: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    let end = 0;
    while (left > 0 && end < chunk.length) {
      const found = chunk.indexOf(lineBreak, end);
      end = found < 0 ? chunk.length : found + 1;
      if (found >= 0) left -= 1;
    }
    // It may be overwritten before its reader gets to it.
    yield chunk.slice(0, end);
    if (left === 0) return;
  }
}
