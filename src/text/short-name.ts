/**
 * A name that somebody else chose, for a question or a line above one: blanks of every sort squeezed to one, and cut to `most` characters.
 * What is meant for a person's yes must not be pushed away, or drawn a second time, by a name.
 */
export function shortName(name: string, most = 80): string {
  // More than enough to fill it, whatever a megabyte of blanks stands in front of.
  const line = name
    .slice(0, 20 * most)
    .replace(/[\s\u2800\u3164]+/g, ' ')
    .trim();
  const points = [...line];
  return points.length <= most && name.length <= 20 * most ? line : `${points.slice(0, most - 1).join('')}…`;
}

/**
 * A path for a question: a long one without its middle, as both ends tell what is meant. Nothing in it is squeezed: with a blank more it is
 * another one.
 */
export function shortPath(path: string, most = 200): string {
  if (path.length <= most) return path;
  const end = Math.floor(most / 3);
  const begin = path.slice(0, most - end - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${begin}…${path.slice(-end).replace(/^[\uDC00-\uDFFF]/, '')}`;
}
