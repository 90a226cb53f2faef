import { scanWords } from '../spec/scan-words.ts';
import type { Spec } from '../spec/spec.ts';
import { verbatimAfterDashes } from '../spec/verbatim.ts';
import type { ShellWord } from '../text/tokenise.ts';
import { time } from './builtins/time.ts';
import { watch } from './builtins/watch.ts';
import { shellGlobals } from './shell-globals.ts';

const runners = [time, watch];

/**
 * The words of the verb that `time` and `watch` run; the words themselves where no such verb leads them. Empty where it has not
 * begun yet, undefined where an option's value or an operand has to come first.
 */
export function innerWords(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const [first, ...rest] = words;
  const runner = runners.find(({ name }) => name === first?.text);
  if (runner === undefined) return words;
  const scan = scanWords(runner, rest, shellGlobals);
  const isReady = scan.operands.length === Object.keys(runner.operands).length - 1;
  if (!isReady || scan.pending !== undefined) return undefined;
  return innerWords(rest.slice(rest.length - scan.commandLine.length));
}

/** For `tokenise`: `exec -- a | b` takes the line to its end, also behind `time`. */
export function shellVerbatim(registry: readonly Spec<never>[]): (words: readonly ShellWord[]) => boolean {
  const ask = verbatimAfterDashes(registry, shellGlobals);
  return (words) => ask(innerWords(words) ?? []);
}
