import type { CbError } from '../errors/cb-error.ts';
import type { Globals } from './globals.ts';
import { globalOptions, settledGlobals } from './globals.ts';
import { longName } from './names.ts';
import type { Options } from './params.ts';
import { wordsOf } from './parse.ts';
import { type Found, findSpec } from './registry.ts';
import { type Occurrence, type ParsedWord, scanWords } from './scan-words.ts';
import type { Listing } from './spec.ts';
import { parseValue } from './values.ts';

export interface SplitGlobals {
  /** The global options before the first operand. */
  readonly globals: Partial<Globals>;
  /** From the verb's name on, as it came. */
  readonly rest: readonly string[];
}

/**
 * Takes the global options that stand before the verb: `-p lab ps 10 --json` → profile `lab` and `ps 10 --json`. An unknown option there
 * is `Usage`: a verb's own options stand behind the verb.
 */
export function splitGlobals(argv: readonly string[], globals: Options = globalOptions): SplitGlobals {
  if (argv[0]?.startsWith('-') !== true) return { globals: {}, rest: argv };
  const shape = { operands: { rest: { kind: 'commandLine', about: '' } }, options: {} } as const;
  const scan = scanWords(shape, wordsOf(argv), globals);
  if (scan.problem !== undefined)
    throw scan.problem.hint === undefined ? misplaced(scan.problem) : scan.problem;
  return { globals: valuesOf(scan.occurrences), rest: textsOf(scan.commandLine) };
}

/** What stands there may be an option of a command. */
function misplaced(problem: CbError): CbError {
  return problem.reworded({
    hint: 'what is of one command stands behind it; --help lists what stands in front',
  });
}

export interface Located<L extends Listing> {
  /** Undefined where no word names a spec. */
  readonly found: Found<L> | undefined;
  /** Global options that stood before the verb or between its two words. */
  readonly globals: Partial<Globals>;
  /** The words from the verb on, its name without options between: what `unknownSpec` wants. */
  readonly words: readonly string[];
  /** What follows the verb's name, for `parseInput`; empty when none was found. */
  readonly rest: readonly string[];
}

/** Finds the verb or command that argv names: `cblr -p lab reg --json query 10 HKLM` is `reg query` with profile and json. */
export function locate<L extends Listing>(registry: readonly L[], argv: readonly string[]): Located<L> {
  const before = splitGlobals(argv);
  const [first, ...others] = before.rest;
  if (first === undefined) return { found: undefined, globals: before.globals, words: [], rest: [] };
  const isAbove = others.some((word) => findSpec(registry, [first, word])?.used === 2);
  const between = isAbove ? optionsBetween(others) : undefined;
  if (between !== undefined) {
    const words = [first, ...between.rest];
    const found = findSpec(registry, words);
    if (found?.used === 2)
      return { found, globals: { ...before.globals, ...between.globals }, words, rest: words.slice(2) };
  }
  const found = findSpec(registry, before.rest);
  return {
    found,
    globals: before.globals,
    words: before.rest,
    rest: before.rest.slice(found?.used ?? before.rest.length),
  };
}

/** Undefined where the words begin with what is no global option: then they are the verb's own. */
function optionsBetween(words: readonly string[]): SplitGlobals | undefined {
  if (words[0]?.startsWith('-') !== true) return undefined;
  try {
    return splitGlobals(words);
  } catch {
    return undefined;
  }
}

/** The values of global options; a time among them would need a clock, and there is none. */
function valuesOf(occurrences: readonly Occurrence[]): Partial<Globals> {
  const values: Record<string, unknown> = {};
  for (const { entry, value } of occurrences) {
    const read = typeof value === 'string' ? parseValue(entry.option, value, longName(entry.key), 0) : value;
    const before = values[entry.key];
    values[entry.key] =
      entry.option.repeat === true ? [...(Array.isArray(before) ? before : []), read] : read;
  }
  return settledGlobals(values);
}

function textsOf(words: readonly ParsedWord[]): readonly string[] {
  return words.map(({ text }) => text);
}
