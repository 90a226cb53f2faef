import { completion } from '../commands/completion.ts';
import { queries } from '../queries/index.ts';
import type { Spec } from '../spec/spec.ts';
import type { Entry } from './app.ts';

/** What `cbq` runs; loaded when it runs something. */
export const cbqEntries: readonly Entry[] = [
  ...queries.map((spec) => ({ kind: 'query', spec }) as const),
  { kind: 'command', spec: ofCbq(completion) },
];

/** The command of the other program, its examples as they are typed here. */
function ofCbq<C>(spec: Spec<C>): Spec<C> {
  const renamed = (text: string): string => text.replaceAll(/\bcblr\b/g, 'cbq');
  return {
    ...spec,
    examples: spec.examples.map(({ line, shows }) => ({ line: renamed(line), shows: renamed(shows) })),
  };
}
