import { findSpec, specsBelow } from '../spec/registry.ts';
import type { Spec } from '../spec/spec.ts';
import { operandsLine } from '../spec/usage.ts';

/** Says, as a hint, what a word is in the other program; undefined where it is nothing there, either. */
export function otherProgram<C>(
  program: 'cblr' | 'cbq',
  registry: readonly Spec<C>[],
  word: string,
): string | undefined {
  const found = findSpec(registry, [word]);
  const below = specsBelow(registry, word);
  if (below.length > 0) return `${word} is a command of ${program}: ${program} ${word} --help`;
  return found === undefined ? undefined : `did you mean ${operandsLine(found.spec, program)}?`;
}
