import { readDscacheutil, readPasswd, type SystemAccount } from '../accounts-text.ts';
import { wmiTool } from '../text-forms.ts';
import type { SystemList } from '../tool.ts';

export const accountList: SystemList<SystemAccount> = {
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
};
