import { readSchtasks, type ScheduledTask } from '../schtasks-text.ts';
import type { SystemList } from '../tool.ts';

const cronHint = 'jobs of cron: autoruns lists them';

export const taskList: SystemList<ScheduledTask> = {
  noun: 'tasks',
  columns: [
    { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name' },
    { field: 'state', head: 'state', of: (row) => row.state },
    { field: 'account', head: 'account', of: (row) => row.account, drop: 2 },
    { field: 'next_run', head: 'next run', of: (row) => row.next, drop: 1 },
    { field: 'path', head: 'runs', of: (row) => row.runs, least: 60 },
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
};
