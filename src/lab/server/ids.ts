import { refuse } from '../failure.ts';

export type ById = { Params: { id: string } };

/** The thing with an id of a path. @throws LabFailure 404 */
export function existing<T>(id: string, things: ReadonlyMap<number, T>, what: string): T {
  const thing = /^\d+$/.test(id) ? things.get(Number(id)) : undefined;
  if (thing === undefined) throw refuse(404, `${what} ${id} not found`);
  return thing;
}

/** One more than the largest. */
export function nextId(things: ReadonlyMap<number, unknown>): number {
  let largest = 0;
  for (const id of things.keys()) largest = Math.max(largest, id);
  return largest + 1;
}

/** A name that was sent. @throws LabFailure 400 without one; 409 for one that is taken by another */
export function freeName(
  sent: unknown,
  things: Iterable<{ readonly id: number; readonly name: string }>,
  what: string,
  own?: number,
): string {
  if (typeof sent !== 'string' || sent.trim() === '') throw refuse(400, `A ${what} needs a name`);
  for (const { id, name } of things) {
    if (name === sent && id !== own) throw refuse(409, `A ${what} named ${sent} is there already`);
  }
  return sent;
}
