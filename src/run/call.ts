import { CbError } from '../errors/cb-error.ts';
import type { Globals } from '../spec/globals.ts';
import type { Options } from '../spec/params.ts';
import { type Parsed, type ParseOptions, parseInput } from '../spec/parse.ts';
import { type ParsedWord, type Scan, scanWords } from '../spec/scan-words.ts';
import { type Effect, effectOf, type Spec } from '../spec/spec.ts';
import { quoteWord } from '../text/quote.ts';

/** One verb or command with what was typed behind its name, read once: whoever has a call reads no words any more. */
export interface Call<C> {
  readonly spec: Spec<C>;
  /** As they were typed, for hints. */
  readonly words: readonly ParsedWord[];
  /** All of it as one line, with its name; what stands before that is in `globals`. */
  readonly typed: string;
  readonly scan: Scan;
  /** What the words mean, or why they mean nothing. */
  readonly parsed: Parsed | CbError;
  /** Those of this very line over those given before it. */
  readonly globals: Partial<Globals>;
}

export interface ReadingOptions extends ParseOptions {
  /** Where the verb stands in the `source`. */
  readonly start?: number | undefined;
  /** Given before the verb, or defaults. */
  readonly globals: Partial<Globals>;
  /** The global options that may stand on the verb's line. */
  readonly globalOptions: Options;
}

/** Reads the words behind a verb's name. What is wrong with them is told when it is run, as everything else that goes wrong. */
export function makeCall<C>(spec: Spec<C>, words: readonly ParsedWord[], options: ReadingOptions): Call<C> {
  const typed = typedLine(spec, words, options);
  const scan = scanWords(spec, words, options.globalOptions);
  try {
    const parsed = parseInput(spec, scan, options);
    return { spec, words, typed, scan, parsed, globals: { ...options.globals, ...parsed.globals } };
  } catch (error) {
    if (!(error instanceof CbError)) throw error;
    return { spec, words, typed, scan, parsed: error, globals: options.globals };
  }
}

/** In a shell the exact text of the statement. */
function typedLine<C>(
  { name }: Spec<C>,
  words: readonly ParsedWord[],
  { source, start = 0, program }: ReadingOptions,
): string {
  if (source !== undefined) return source.slice(start);
  // An option needs its quotes only in our own shell.
  const shown = words.map(({ text }) => (/^-[^\s'"]*$/.test(text) ? text : quoteWord(text)));
  return [...(program === undefined ? [] : [program]), name, ...shown].join(' ');
}

/** What it may do; of one that cannot be read, what its verb may. */
export function effectOfCall({ spec, parsed }: Call<never>): Effect {
  return parsed instanceof CbError ? spec.effect : effectOf(spec, parsed.input);
}
