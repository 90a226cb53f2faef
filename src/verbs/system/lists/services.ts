import { readLaunchctl, readSc, readSystemctl, type SystemService, servicePid } from '../services-text.ts';
import { wmiTool } from '../text-forms.ts';
import type { SystemList } from '../tool.ts';

export const serviceList: SystemList<SystemService> = {
  noun: 'services',
  columns: [
    { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name' },
    {
      field: 'state',
      head: 'state',
      of: (row) => row.state,
      style: (row) => (row.state === 'running' ? 'ok' : row.state === 'failed' ? 'bad' : 'dim'),
    },
    { field: 'start', head: 'start', of: (row) => row.start ?? null, drop: 2 },
    { field: 'pid', head: 'pid', of: (row) => row.pid ?? null, align: 'right' },
    { field: 'account', head: 'account', of: (row) => row.account ?? null, drop: 1 },
    { field: 'path', head: 'runs', of: (row) => row.runs ?? null, least: 60 },
    { field: 'display_name', head: 'display name', of: (row) => row.title ?? null, wide: true },
  ],
  tools: {
    windows: [
      wmiTool(
        'Win32_Service',
        ['Name', 'DisplayName', 'State', 'StartMode', 'StartName', 'ProcessId', 'PathName'],
        (one): SystemService => ({
          name: one.Name,
          title: one.DisplayName,
          state: one.State.toLowerCase(),
          start: one.StartMode.toLowerCase(),
          pid: servicePid(one.ProcessId),
          account: one.StartName,
          runs: one.PathName,
        }),
      ),
      { line: 'sc.exe queryex type= service state= all', parse: readSc },
    ],
    linux: [
      {
        line: 'systemctl show --no-pager --property=Id,Description,SubState,UnitFileState,MainPID,User,ExecStart *.service',
        parse: readSystemctl,
      },
    ],
    macos: [{ line: 'launchctl list', parse: readLaunchctl }],
  },
};
