import { removeSection } from '../../config/cbrc-edit.ts';
import { editProfiles } from '../../config/edit-profiles.ts';
import { loadProfile } from '../../config/profiles.ts';
import { done } from '../../spec/result.ts';
import { command } from '../context.ts';
import { forgetLine } from './keychain.ts';
import { configSources, findProfile, mustBeOurs } from './profile-files.ts';

export const profileRemove = command({
  name: 'profile remove',
  about: 'remove a profile with its token from ~/.cbrc',
  group: 'setup',
  effect: 'destroys',
  isLocal: true,
  question: ({ name }) => `remove the profile ${name} with its token?`,
  operands: { name: { kind: 'profile', about: 'profile to remove' } },
  options: {},
  search: ['delete', 'forget', 'logout'],
  examples: [{ line: 'cblr profile remove old', shows: 'forget a server' }],
  async run({ name }, context) {
    const sources = configSources(context);
    const found = await findProfile(name, sources);
    // The words for a name that is nowhere are the same as everywhere else.
    if (found === undefined) await loadProfile({ ...sources, name });
    else mustBeOurs(name, found.file);
    if (context.dryRun) return done(`would remove the profile ${name}`, { profile: name });
    const path = await editProfiles(sources, (text) => removeSection(text, name));
    const forget =
      found === undefined ? undefined : forgetLine(name, tokenCommandOf(found), context.runtime.platform);
    if (forget !== undefined) context.note(`its token is still in the keychain: ${forget}`);
    return done(`the profile ${name} is removed from ${path}`, { profile: name, path });
  },
});

function tokenCommandOf({ section }: NonNullable<Awaited<ReturnType<typeof findProfile>>>): string {
  return section.values.get('token_command')?.value ?? '';
}
