import type { LinearPattern } from '../text/linear-pattern.ts';
import { findStrings } from '../views/found-strings.ts';
import type { VerbContext } from './context.ts';
import { usualStringLength } from './strings.ts';
import { isBinary } from './text-guard.ts';

export interface MatchingLine {
  readonly path: string;
  /** From 1 on; of a string in what is no text there is its offset in the place of it. */
  readonly line: number | undefined;
  readonly offset: number | undefined;
  readonly text: string;
}

export interface SearchedFile {
  readonly path: string;
  /** So much of it, where a listing says: what has no end, as a device, has no size either. */
  readonly bytes?: number;
}

/** A longer line is tried piece by piece, so that no file fills the memory. */
const longestLine = 65_536;

/** The lines of a remote file in which the pattern is found, and of one that is no text, its strings. */
export async function* matchingLines(
  { path, bytes }: SearchedFile,
  { isFound, encoding }: { readonly isFound: LinearPattern; readonly encoding: string | undefined },
  { live, signal }: VerbContext,
): AsyncGenerator<MatchingLine> {
  const chunks = live.files.read(path, bytes === undefined ? {} : { bytes }, signal);
  const first = await chunks.next();
  if (first.done === true) return;
  const content = continued(first.value, chunks);
  if (encoding === undefined && isBinary(first.value)) {
    for await (const { offset, text } of findStrings(content, usualStringLength)) {
      if (isFound(text)) yield { path, line: undefined, offset, text };
    }
    return;
  }
  for await (const { line, text } of numberedLines(live.codePage.decode(content, encoding, signal))) {
    if (isFound(text)) yield { path, line, offset: undefined, text };
  }
}

async function* continued<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/** Lines without their ends; pieces of one have its number. */
export async function* numberedLines(chunks: AsyncIterable<string>): AsyncGenerator<NumberedLine> {
  let rest = '';
  let line = 1;
  for await (const chunk of chunks) {
    const ends = (rest + chunk).split('\n');
    rest = ends.pop() ?? '';
    for (const text of ends) {
      yield* pieces(text.endsWith('\r') ? text.slice(0, -1) : text, line);
      line += 1;
    }
    while (rest.length > longestLine) {
      yield { line, text: rest.slice(0, longestLine) };
      rest = rest.slice(longestLine);
    }
  }
  if (rest !== '') yield* pieces(rest, line);
}

function* pieces(text: string, line: number): Generator<NumberedLine> {
  yield { line, text: text.slice(0, longestLine) };
  for (let at = longestLine; at < text.length; at += longestLine)
    yield { line, text: text.slice(at, at + longestLine) };
}
