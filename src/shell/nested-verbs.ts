import { scanWords } from '../spec/scan-words.ts';
import type { Spec } from '../spec/spec.ts';
import { verbatimAfterDashes } from '../spec/verbatim.ts';
import type { ShellWord } from '../text/tokenise.ts';
import { runners } from './builtins/runners.ts';
import { addressOf } from './sessions/address.ts';
import { shellGlobals } from './shell-globals.ts';

export interface InnerVerb {
  /**
   * The words of the verb that `time` and `watch` run, or that stand behind `@N`; all words where no such verb leads them. Empty where it
   * has not begun yet, undefined where an option's value or an operand has to come first.
   */
  readonly words: readonly ShellWord[] | undefined;
  /** What stands behind the `@`. */
  readonly address: string | undefined;
}

export function innerVerb(words: readonly ShellWord[], before?: string): InnerVerb {
  const address = addressOf(words);
  if (address !== undefined) return innerVerb(words.slice(1), address);
  const [first, ...rest] = words;
  const runner = runners.find(({ name }) => name === first?.text);
  if (runner === undefined) return { words, address: before };
  const scan = scanWords(runner, rest, shellGlobals);
  const isReady = scan.operands.length === Object.keys(runner.operands).length - 1;
  if (!isReady || scan.pending !== undefined) return { words: undefined, address: before };
  return innerVerb(rest.slice(rest.length - scan.commandLine.length), before);
}

/** For `tokenise`: `exec -- a | b` takes the line to its end, also behind `time`. */
export function shellVerbatim(registry: readonly Spec<never>[]): (words: readonly ShellWord[]) => boolean {
  const ask = verbatimAfterDashes(registry, shellGlobals);
  return (words) => ask(innerVerb(words).words ?? []);
}
