import type { Options } from '../../src/spec/params.ts';
import { type Parsed, type ParseOptions, parseInput } from '../../src/spec/parse.ts';
import { type ParsedWord, scanWords } from '../../src/spec/scan-words.ts';
import type { Spec } from '../../src/spec/spec.ts';

/** What words mean behind the name of a verb or command: scanned and parsed as a call does. */
export function parseWords<C>(
  spec: Spec<C>,
  words: readonly ParsedWord[],
  { globals = {}, ...options }: ParseOptions & { readonly globals?: Options },
): Parsed {
  return parseInput(spec, scanWords(spec, words, globals), options);
}
