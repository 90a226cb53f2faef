import { isCbError } from '../errors/cb-error.ts';
import { maskNamed, maskSecretLine } from '../text/secret-lines.ts';
import { thingKinds } from './kinds/index.ts';
import { inlineData, inlineText } from './states.ts';
import type { KeptChange } from './undo-step.ts';

const longestData = 4096;

/** What a transcript tells of what was kept. */
export interface ToldBefore {
  readonly thing: string;
  readonly path: string;
  readonly before: string;
  readonly sha256: string | undefined;
}

/**
 * What was there before a change, in words, secrets as `***`: a step has no chain, and counts where it is what the transcript tells of. Undefined
 * where it is not.
 */
export function wordsBefore({ thing, before }: KeptChange, told: ToldBefore): string | undefined {
  if (thing.kind !== told.thing || thing.path !== told.path || before.is !== told.before) return undefined;
  const text = inlineText(before);
  const sha256 =
    text !== undefined ? inlineData(text).sha256 : before.is === 'data' ? before.sha256 : undefined;
  if (sha256 !== told.sha256) return undefined;
  try {
    const words = thingKinds[thing.kind].words(before, longestData);
    return thing.kind === 'registry value' ? maskNamed(thing.path, words) : maskSecretLine(words);
  } catch (error) {
    if (!isCbError(error)) throw error;
    return undefined;
  }
}
