import { setUse } from '../../config/cbrc-edit.ts';
import { editProfiles } from '../../config/edit-profiles.ts';
import { loadProfile } from '../../config/profiles.ts';
import { done } from '../../spec/result.ts';
import { command } from '../context.ts';
import { configSources } from './profile-files.ts';

export const profileUse = command({
  name: 'profile use',
  about: 'choose the profile that is used when none is named',
  details: 'Writes "use = NAME" above the first section of ~/.cbrc. -p and CB_PROFILE go before it.',
  group: 'setup',
  effect: 'changes',
  isLocal: true,
  operands: { name: { kind: 'profile', about: 'profile to use from now on' } },
  options: {},
  search: ['default', 'switch', 'select', 'choose'],
  examples: [{ line: 'cblr profile use work', shows: 'every command without -p goes to work' }],
  async run({ name }, context) {
    const { runtime, note, dryRun } = context;
    const sources = configSources(context);
    await loadProfile({ ...sources, name });
    if (dryRun) return done(`would use ${name}`, { profile: name });
    const path = await editProfiles(sources, (text) => setUse(text, name));
    const { env } = runtime;
    if (env['CB_PROFILE']) note(`CB_PROFILE is set to ${env['CB_PROFILE']} and goes before this`);
    else if (env['CBAPI_URL'] && env['CBAPI_TOKEN'])
      note('CBAPI_URL and CBAPI_TOKEN are set and go before this');
    return done(`${name} is used from now on`, { profile: name, path });
  },
});
