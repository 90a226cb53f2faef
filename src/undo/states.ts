import { createHash } from 'node:crypto';
import type { ThingData, ThingState } from '../ports/keeper.ts';

export const noThing: ThingState = { is: 'nothing' };

/** A folder or key; what is in it counts by itself. */
export const isThere: ThingState = { is: 'there' };

/** A short text, kept in the step itself. */
export function inlineData(text: string): ThingData {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { is: 'data', bytes: bytes.length, sha256, inline: bytes.toString('base64') };
}

/** Undefined where it is kept in a file, or not at all. */
export function inlineText(state: ThingState): string | undefined {
  if (state.is !== 'data' || state.inline === undefined) return undefined;
  return Buffer.from(state.inline, 'base64').toString('utf8');
}

/** Whether two are the same; `unknown` where their size is, and nothing else tells. */
export function sameState(a: ThingState, b: ThingState): 'yes' | 'no' | 'unknown' {
  const sized = ['data', 'unkept'];
  if (!sized.includes(a.is) || !sized.includes(b.is)) return a.is === b.is ? 'yes' : 'no';
  const [first, second] = [a, b] as readonly Partial<ThingData>[];
  const differs = (field: 'sha256' | 'bytes' | 'written'): boolean | undefined =>
    first?.[field] === undefined || second?.[field] === undefined
      ? undefined
      : first[field] !== second[field];
  const byHash = differs('sha256');
  if (byHash !== undefined) return byHash ? 'no' : 'yes';
  if (differs('bytes') === true) return 'no';
  const byTime = differs('written');
  return byTime === undefined ? 'unknown' : byTime ? 'no' : 'yes';
}
