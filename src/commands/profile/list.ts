import { listProfiles, type ProfileSummary } from '../../config/profiles.ts';
import { type Column, rows } from '../../spec/result.ts';
import { command } from '../context.ts';
import { configSources } from './profile-files.ts';

const columns: readonly Column<ProfileSummary>[] = [
  {
    field: 'current',
    head: '',
    of: (row) => row.isCurrent,
    show: (row) => (row.isCurrent ? '*' : ''),
    style: () => 'ok',
  },
  { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name' },
  { field: 'url', head: 'url', of: (row) => row.url ?? null },
  { field: 'label', head: 'label', of: (row) => row.label ?? null },
  {
    field: 'readonly',
    head: 'writes',
    of: (row) => row.readonly,
    show: (row) => (row.readonly ? 'readonly' : ''),
  },
  { field: 'path', head: 'file', of: (row) => row.path, style: () => 'dim' },
  { field: 'problem', head: 'problem', of: (row) => row.problem ?? null, style: () => 'bad' },
];

export const profileList = command({
  name: 'profile',
  aliases: ['profile list'],
  about: 'list the profiles of all files, the current one marked',
  group: 'setup',
  effect: 'reads',
  isLocal: true,
  operands: {},
  options: {},
  search: ['profiles', 'servers', 'credentials'],
  examples: [{ line: 'cblr profile list', shows: 'which servers are set up, and which one is used' }],
  async run(_input, context) {
    const { env } = context.runtime;
    const found = await listProfiles(configSources(context));
    if (!env['CB_PROFILE'] && env['CBAPI_URL'] && env['CBAPI_TOKEN'])
      context.note('CBAPI_URL and CBAPI_TOKEN are set: without -p they are used instead of any of these');
    return rows(found, columns, { noun: 'profiles' });
  },
});
