import { readDscacheutil, readPasswd, type SystemAccount } from './system/accounts-text.ts';
import { wmiTool } from './system/text-forms.ts';
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
  noun: 'accounts',
  columns: [
    { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name' },
    { field: 'id', head: 'id', of: (row) => row.id, firm: true },
    { field: 'disabled', head: 'disabled', of: (row) => row.isDisabled ?? null },
    { field: 'full_name', head: 'full name', of: (row) => row.fullName },
    { field: 'home', head: 'home', of: (row) => row.home ?? null },
    { field: 'shell', head: 'shell', of: (row) => row.shell ?? null },
  ],
  tools: {
    windows: [
      wmiTool(
        'Win32_UserAccount -Filter LocalAccount=True',
        ['Name', 'SID', 'Disabled', 'FullName'],
        (one): SystemAccount => ({
          name: one.Name,
          id: one.SID,
          isDisabled: one.Disabled === 'True',
          fullName: one.FullName,
        }),
      ),
    ],
    linux: [{ line: 'getent passwd', parse: readPasswd }],
    macos: [{ line: 'dscacheutil -q user', parse: readDscacheutil }],
  },
});
