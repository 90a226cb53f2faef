import { readSchtasks, type ScheduledTask } from './system/schtasks-text.ts';
import { systemVerb } from './system/tool.ts';

const cronHint = 'jobs of cron: cat /etc/crontab, ls /etc/cron.d /var/spool/cron';

export const tasks = systemVerb<ScheduledTask>({
  name: 'tasks',
  about: 'list the scheduled tasks of the sensor',
  details:
    'A task has a row for each of its triggers. Times, states and schedules are in the words of the system, in its language.',
  search: ['schtasks', 'scheduled', 'cron', 'autostart', 'persistence'],
  examples: [{ line: 'tasks', shows: 'every task, what it runs, as whom, and when' }],
  noun: 'tasks',
  columns: [
    { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name' },
    { field: 'state', head: 'state', of: (row) => row.state },
    { field: 'account', head: 'account', of: (row) => row.account, drop: 2 },
    { field: 'next_run', head: 'next run', of: (row) => row.next, drop: 1 },
    { field: 'path', head: 'runs', of: (row) => row.runs },
    { field: 'start_in', head: 'start in', of: (row) => row.startIn, wide: true },
    { field: 'schedule_type', head: 'schedule', of: (row) => row.schedule, wide: true },
    { field: 'enabled', head: 'enabled', of: (row) => row.isEnabled, wide: true },
    { field: 'author', head: 'author', of: (row) => row.author, wide: true },
    { field: 'last_run', head: 'last run', of: (row) => row.last, wide: true },
    { field: 'last_result', head: 'last result', of: (row) => row.result, wide: true },
  ],
  tools: {
    windows: [{ line: 'schtasks.exe /query /fo csv /v', parse: readSchtasks }],
    linux: cronHint,
    macos: `${cronHint}; services lists those of launchd`,
  },
});
