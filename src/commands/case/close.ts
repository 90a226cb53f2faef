import { caseOf, type FindDeps } from '../../cases/find-case.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { done } from '../../spec/result.ts';
import { command } from '../context.ts';
import { byWhom, findDeps } from './chosen-case.ts';

export const caseClose = command({
  name: 'case close',
  about: 'what is done from now on belongs to no case',
  details: 'Its folder stays as it is: cblr case open goes on with it.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {},
  options: {},
  search: ['end', 'leave', 'finish'],
  examples: [{ line: 'cblr case close', shows: 'which case was open' }],
  async run(_input, context) {
    const deps = findDeps(context);
    const profile = await context.program.profileName();
    const closed = await closeOpen(profile, deps, byWhom(context));
    if (closed === undefined) throw new CbError('Usage', `no case is open for the profile ${profile}`);
    const { name } = closed;
    return done(name === null ? 'it is closed' : `case ${name} is closed`, { name });
  },
});

/**
 * Closes what is open for a profile, unless it is that one; undefined where none is. Its name is null where nobody knows it any more. A folder that
 * is gone, or cannot be written, is no reason not to.
 */
export async function closeOpen(
  profile: string,
  deps: FindDeps,
  by: string,
  unless?: string,
): Promise<{ readonly name: string | null } | undefined> {
  const id = await deps.register.open(profile);
  const known = id === undefined || id === unless ? undefined : await deps.register.byId(id);
  if (known === undefined) {
    const unread = await deps.register.unreadOpen(profile);
    if (unread === undefined) return undefined;
    deps.note(`which case was open is not known: ${unread} cannot be read`);
    await deps.register.setOpen(profile, undefined);
    return { name: null };
  }
  try {
    const { journal } = await caseOf(known, deps);
    await journal.add('closed', { profile, by });
  } catch (error) {
    if (!isCbError(error, 'NotFound', 'LocalFile')) throw error;
    deps.note(error.message);
  }
  await deps.register.setOpen(profile, undefined);
  if (unless !== undefined) deps.note(`case ${known.name} is closed`);
  return { name: known.name };
}
