import { escapeLine } from './escape.ts';
import type { Place } from './query-tokens.ts';
import { displayWidth } from './width.ts';

const shown = 72;

/** The query on one line with carets under a place, for a fixed-width screen; of a long query the part around it. */
export function caretLines(query: string, { start, end }: Place): readonly [string, string] {
  const from = query.length <= shown ? 0 : Math.max(0, start - shown / 2);
  const to = Math.min(query.length, from + shown);
  const lead = `${from > 0 ? '…' : ''}${escapeLine(query.slice(from, start))}`;
  const part = escapeLine(query.slice(start, Math.min(end, to)));
  const rest = `${escapeLine(query.slice(Math.min(end, to), to))}${to < query.length ? '…' : ''}`;
  const carets = '^'.repeat(Math.max(1, displayWidth(part)));
  return [lead + part + rest, ' '.repeat(displayWidth(lead)) + carets];
}
