import { isDeepStrictEqual } from 'node:util';
import { CbError } from '../errors/cb-error.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Throws `CommandFailed` where an object is no longer as it was when the command looked at it first: somebody else is at work on it. The
 * message shows both. `fields`: those that matter; counters and clocks of the server do not.
 */
export function mustBeUnchanged(what: string, before: Fields, now: Fields, fields: readonly string[]): void {
  const changed = fields.filter((field) => !isDeepStrictEqual(before[field], now[field]));
  if (changed.length === 0) return;
  const texts = changed.map((field) => `${field} was ${show(before[field])} and is ${show(now[field])}`);
  throw new CbError('CommandFailed', `${what} was changed meanwhile: ${texts.join('; ')}`, {
    hint: 'nothing was sent; look at it and run the command again',
    context: { changed: changed.join(',') },
  });
}

function show(value: unknown): string {
  return value === undefined ? 'not there' : JSON.stringify(value);
}
