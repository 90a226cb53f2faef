import { rows, text } from '../spec/result.ts';
import { written } from '../views/written.ts';
import { verb } from './context.ts';
import { autorunColumns } from './system/autoruns/autorun.ts';
import { autorunSections } from './system/autoruns/sections.ts';
import { askSections } from './system/sections.ts';
import { systemOf } from './system/tool.ts';

export const autoruns = verb({
  name: 'autoruns',
  about: 'list what starts by itself on the sensor',
  details:
    'With one start of its command interpreter. On Windows: keys of the registry such as Run, Winlogon and image file execution options, ' +
    'for the machine and for users whose registry is loaded; startup folders, services, scheduled tasks, consumers of WMI. On Linux: ' +
    'cron, units and timers of systemd, rc scripts, profiles of shells, ld.so.preload, authorized_keys. On macOS: jobs of launchd that ' +
    "are not the system's own, cron, profiles, authorized_keys. What could not be read is named, with exit 6.",
  group: 'system',
  wire: ['create process', 'get file', 'delete file', 'directory list'],
  wireAtTimes: ['reg query value'],
  effect: 'changes',
  undo: { not: 'programs have run, which change nothing else' },
  mayRepeat: true,
  operands: {},
  options: { raw: { kind: 'flag', about: "the tools' own text" } },
  search: ['persistence', 'autostart', 'startup', 'run keys', 'cron', 'launchd', 'autorunsc'],
  examples: [
    { line: 'autoruns', shows: 'what starts by itself, and from where' },
    { line: 'autoruns --fields place,source,path', sensor: '1', shows: 'with the files that say so' },
  ],

  async run({ raw }, context) {
    const sections = autorunSections[await systemOf(context)];
    const asked = await askSections(sections, 'what starts by itself', context);
    if (asked === undefined) return written(context, '', {});
    if (raw) return text([asked.raw]);
    const readings = sections.map((section) => asked.reading(section));
    const unread = readings.flatMap((reading) => reading.unread);
    return rows(
      readings.flatMap((reading) => reading.rows),
      autorunColumns,
      {
        noun: 'entries',
        notes: () => unread,
        isPartial: () => unread.length > 0,
      },
    );
  },
});
