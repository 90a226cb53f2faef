import { CbError } from '../errors/cb-error.ts';
import { nearest } from '../text/nearest.ts';

export interface Kind<T> {
  /** Singular: `watchlist`. */
  readonly noun: string;
  /** As the wire has it; ids are compared as strings (contract/values.md). */
  readonly idOf: (object: T) => string | number;
  /** All names it goes by. */
  readonly namesOf: (object: T) => readonly string[];
  /** What lists them: `cbq watchlist`. */
  readonly lister: string;
}

/**
 * The one object that a person means by id or name: an id first, then the exact name, then the name without regard to case. Kind
 * `NotFound` (with the nearest names), and `Usage` for a name that several have (with their ids) and for an empty one: what a script left
 * out must not stand for an object without a name, or without an e-mail.
 */
export function pickNamed<T>(
  objects: readonly T[],
  wanted: string,
  { noun, idOf, namesOf, lister }: Kind<T>,
): T {
  const text = wanted.trim();
  if (text === '')
    throw new CbError('Usage', `the name of a ${noun} is empty`, { hint: `${lister} lists them` });
  const byId = objects.find((object) => String(idOf(object)) === text);
  if (byId !== undefined) return byId;
  const folded = text.toLowerCase();
  const exact = objects.filter((object) => namesOf(object).includes(text));
  const found =
    exact.length > 0
      ? exact
      : objects.filter((object) => namesOf(object).some((name) => name.trim().toLowerCase() === folded));
  const [only] = found;
  if (only === undefined) {
    const [near] = nearest(text, objects.flatMap(namesOf));
    throw new CbError('NotFound', `no ${noun} "${wanted}"`, {
      hint: near === undefined ? `${lister} lists them` : `did you mean "${near}"? ${lister} lists them`,
    });
  }
  if (found.length === 1) return only;
  const shown = found.slice(0, 10).map((object) => idOf(object));
  throw new CbError('Usage', `"${wanted}" is the name of ${found.length} ${noun}s: ${shown.join(', ')}`, {
    hint: 'name one by its id',
  });
}
