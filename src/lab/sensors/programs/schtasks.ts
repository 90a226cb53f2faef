import type { Machine, ProgramRun } from '../machine.ts';

const headings = [
  'HostName',
  'TaskName',
  'Next Run Time',
  'Status',
  'Logon Mode',
  'Last Run Time',
  'Last Result',
  'Author',
  'Task To Run',
  'Start In',
  'Comment',
  'Scheduled Task State',
  'Idle Time',
  'Power Management',
  'Run As User',
  'Delete Task If Not Rescheduled',
  'Stop Task If Runs X Hours and X Mins',
  'Schedule',
  'Schedule Type',
  'Start Time',
  'Start Date',
  'End Date',
  'Days',
  'Months',
  'Repeat: Every',
  'Repeat: Until: Time',
  'Repeat: Until: Duration',
  'Repeat: Stop If Still Running',
] as const;

type Task = Readonly<Partial<Record<(typeof headings)[number], string>>>;

/** `schtasks [/query]`: a table for each folder, or with `/fo csv /v` all that is known of each task. */
export function schtasks({ args, machine, out }: ProgramRun): number {
  const words = args.map((argument) => argument.toLowerCase());
  const isCsv = words[words.indexOf('/fo') + 1] === 'csv';
  const isLong = words.includes('/v');
  for (const { folder, tasks } of foldersOf(machine)) {
    if (!isCsv) out.text(`\nFolder: ${folder}\n`);
    if (tasks.length === 0) {
      out.text('INFO: There are no scheduled tasks presently available at your access level.\n');
      continue;
    }
    if (isCsv) {
      const shown = isLong ? headings : (['TaskName', 'Next Run Time', 'Status'] as const);
      const rows = tasks.map((task) => shown.map((heading) => task[heading] ?? 'N/A'));
      for (const cells of [shown, ...rows]) out.text(`${cells.map((cell) => `"${cell}"`).join(',')}\n`);
      continue;
    }
    out.text('TaskName                                 Next Run Time          Status\n');
    out.text('======================================== ====================== ===============\n');
    for (const task of tasks) {
      const name = (task.TaskName ?? '').split('\\').at(-1) ?? '';
      out.text(`${name.padEnd(40)} ${(task['Next Run Time'] ?? 'N/A').padEnd(22)} ${task.Status ?? ''}\n`);
    }
  }
  return 0;
}

function foldersOf({
  spec,
  facts,
}: Machine): readonly { readonly folder: string; readonly tasks: readonly Task[] }[] {
  const shared: Task = {
    HostName: spec.hostname,
    Status: 'Ready',
    'Logon Mode': 'Interactive/Background',
    'Last Result': '0',
    'Scheduled Task State': 'Enabled',
    'Idle Time': 'Disabled',
    'Power Management': 'Stop On Battery Mode, No Start On Batteries',
    'Delete Task If Not Rescheduled': 'Disabled',
    'Stop Task If Runs X Hours and X Mins': '72:00:00',
    Schedule: 'Scheduling data is not available in this format.',
  };
  const user = `${facts.userDomain}\\${facts.user}`;
  return [
    {
      folder: '\\',
      tasks: [
        {
          ...shared,
          TaskName: '\\Updater',
          'Next Run Time': 'N/A',
          'Last Run Time': usTime(facts.bootTime + 446),
          Author: user,
          'Task To Run': `C:\\Users\\${facts.user}\\AppData\\Roaming\\Updater\\svch0st.exe`,
          'Run As User': facts.user,
          'Schedule Type': 'At logon time',
        },
      ],
    },
    { folder: '\\Microsoft', tasks: [] },
    { folder: '\\Microsoft\\Windows', tasks: [] },
    {
      folder: '\\Microsoft\\Windows\\Defrag',
      tasks: [
        {
          ...shared,
          TaskName: '\\Microsoft\\Windows\\Defrag\\ScheduledDefrag',
          'Next Run Time': usTime(facts.bootTime + 6 * 86_400),
          'Last Run Time': usTime(facts.bootTime - 86_400),
          Author: 'Microsoft Corporation',
          'Task To Run': '%windir%\\system32\\defrag.exe -c',
          Comment: 'This task defragments the computers hard disk drives.',
          'Run As User': 'SYSTEM',
          'Schedule Type': 'Weekly',
        },
      ],
    },
  ];
}

function usTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  const hour = date.getUTCHours();
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} ${hour % 12 || 12}:${date.toISOString().slice(14, 19)} ${hour < 12 ? 'AM' : 'PM'}`;
}
