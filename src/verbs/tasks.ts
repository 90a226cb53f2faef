import { taskList } from './system/lists/tasks.ts';
import type { ScheduledTask } from './system/schtasks-text.ts';
import { systemVerb } from './system/tool.ts';

export const tasks = systemVerb<ScheduledTask>({
  name: 'tasks',
  about: 'list the scheduled tasks of the sensor',
  details:
    'A task has a row for each of its triggers. Times, states and schedules are in the words of the system, in its language.',
  search: ['schtasks', 'scheduled', 'cron', 'autostart', 'persistence'],
  examples: [{ line: 'tasks', shows: 'every task, what it runs, as whom, and when' }],
  ...taskList,
});
