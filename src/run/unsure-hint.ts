import type { Program } from '../output/drawing.ts';
import type { Spec } from '../spec/spec.ts';

/** What to do where nobody knows whether a write has done what it should; undefined where its own errors say it. */
export function unsureHintOf(
  { name, shownBy }: Pick<Spec<never>, 'name' | 'shownBy'>,
  program: Program | undefined,
): string | undefined {
  const [noun = ''] = name.split(' ');
  const by = shownBy ?? (program === 'cbq' ? `cbq ${noun}` : undefined);
  return by === undefined ? undefined : `${by} shows what came of it`;
}
