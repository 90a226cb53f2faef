import { shortPath } from '../text/short-name.ts';

const mostNamed = 5;

/** What a question is about: all of it, or the first five and how many more. */
export function named(names: readonly string[]): string {
  const more = names.length - mostNamed;
  const shown = names
    .slice(0, mostNamed)
    .map((name) => shortPath(name))
    .join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
