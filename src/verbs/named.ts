import { shortName, shortPath } from '../text/short-name.ts';
import type { VerbContext } from './context.ts';

const mostNamed = 5;

/** Behind what a question is about: several sensors may be open. */
export function onHost({ live }: Pick<VerbContext, 'live'>): string {
  return ` on ${shortName(live.session.sensor.hostname)}`;
}

/** What a question is about: all of it, or the first five and how many more. */
export function named(names: readonly string[]): string {
  const more = names.length - mostNamed;
  const shown = names
    .slice(0, mostNamed)
    .map((name) => shortPath(name))
    .join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
