import type { ShellWord } from '../text/tokenise.ts';
import type { Options } from './params.ts';
import { findSpec } from './registry.ts';
import { scanWords } from './scan-words.ts';
import type { Spec } from './spec.ts';

/**
 * For `tokenise`: does a `--` behind these words give the rest of the line to the sensor as it is? Only where a `commandLine` operand
 * comes next: in `exec -- a | b` yes; in `exec git -- a` the dashes are the command's own.
 */
export function verbatimAfterDashes<C>(
  registry: readonly Spec<C>[],
  globals: Options,
): (words: readonly ShellWord[]) => boolean {
  return (words) => {
    const found = findSpec(
      registry,
      words.map(({ text }) => text),
    );
    if (found === undefined) return false;
    const operands = Object.values(found.spec.operands);
    if (operands.at(-1)?.kind !== 'commandLine') return false;
    const scan = scanWords(found.spec, words.slice(found.used), globals);
    return (
      scan.commandLine.length === 0 &&
      scan.pending === undefined &&
      !scan.optionsEnded &&
      scan.operands.length === operands.length - 1
    );
  };
}
