import type { SystemAccount } from './system/accounts-text.ts';
import { accountList } from './system/lists/accounts.ts';
import { systemVerb } from './system/tool.ts';

export const users = systemVerb<SystemAccount>({
  name: 'users',
  about: 'list the accounts of the sensor',
  details:
    'Those of the system itself: on Windows the local ones, elsewhere all that it knows. ps --user shows what one of them runs.',
  search: ['accounts', 'passwd', 'logon', 'whoami', 'net user'],
  examples: [
    { line: 'users', shows: 'local accounts, their SIDs, and which are disabled' },
    { line: 'users --fields name,id,shell', sensor: '1', shows: 'who may log on by which shell' },
  ],
  ...accountList,
});
