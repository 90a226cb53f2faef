const mostNamed = 5;

/** What a question is about: all of it, or the first five and how many more. */
export function named(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return more > 0 ? `${names.slice(0, mostNamed).join(', ')} and ${more} more` : names.join(', ');
}
