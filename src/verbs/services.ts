import {
  readLaunchctl,
  readSc,
  readSystemctl,
  type SystemService,
  servicePid,
} from './system/services-text.ts';
import { wmiTool } from './system/text-forms.ts';
import { systemVerb } from './system/tool.ts';

export const services = systemVerb<SystemService>({
  name: 'services',
  about: 'list the services of the sensor',
  details:
    'Running or not, how they start, as whom, and what they run. Where Windows has no PowerShell its service controller tells names and states alone; systemd tells of the units that it has loaded.',
  search: ['sc', 'systemctl', 'launchctl', 'daemons', 'units', 'persistence'],
  examples: [
    { line: 'services', shows: 'every service with its account and command line' },
    { line: 'services --fields name,state,path', sensor: '1', shows: 'units of systemd and what they run' },
  ],
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
    { field: 'path', head: 'runs', of: (row) => row.runs ?? null },
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
});
