import { findSpec, specsBelow } from '../spec/registry.ts';
import type { Listing } from '../spec/spec.ts';
import { operandsLine } from '../spec/usage.ts';
import type { Entries } from './entries.ts';

/** Says, as a hint, what a word is in the other program; undefined where it is nothing there, either. */
export async function otherProgram(
  program: 'cblr' | 'cbq',
  listings: readonly Listing[],
  entries: Entries,
  word: string,
): Promise<string | undefined> {
  if (specsBelow(listings, word).length > 0)
    return `${word} is a command of ${program}: ${program} ${word} --help`;
  const name = findSpec(listings, [word])?.spec.name;
  const entry = name === undefined ? undefined : await entries[name]?.();
  return entry && `did you mean ${operandsLine(entry.spec, program)}?`;
}
