import type { ProcessEvent } from '../../api/wire/process-event.ts';
import { query } from '../context.ts';
import { historyConflicts, historyOf, historyOptions, sensorTerm } from './history-of.ts';

/** Where a system begins programs by itself, as it stands in events (without regard to case) and as a search finds it. */
const places: readonly { readonly found: string; readonly event: RegExp }[] = [
  {
    found: String.raw`regmod:software\microsoft\windows\currentversion\run*`,
    event: /\\currentversion\\run(?:once|onceex|services)?(?:\\|$)/i,
  },
  { found: 'regmod:winlogon', event: /\\winlogon\\(?:shell|userinit|notify|vmapplet)/i },
  { found: 'regmod:"image file execution options"', event: /\\image file execution options\\.+\\debugger$/i },
  { found: 'regmod:imagepath', event: /\\services\\[^\\]+\\imagepath$/i },
  { found: 'regmod:servicedll', event: /\\services\\[^\\]+\\parameters\\servicedll$/i },
  { found: 'regmod:"active setup"', event: /\\active setup\\installed components\\.+\\stubpath$/i },
  { found: 'regmod:appinit_dlls', event: /\\appinit_dlls$/i },
  { found: 'regmod:taskcache', event: /\\schedule\\taskcache\\tree\\/i },
  { found: String.raw`filemod:programs\startup*`, event: /\\start menu\\programs\\startup\\/i },
  { found: String.raw`filemod:windows\system32\tasks*`, event: /\\windows\\system32\\tasks\\/i },
  { found: 'filemod:etc/cron*', event: /^\/(?:etc\/cron|var\/spool\/cron\/)/ },
  { found: 'filemod:etc/systemd/system*', event: /^\/(?:etc|usr\/lib|lib)\/systemd\/system\// },
  { found: 'filemod:etc/init.d*', event: /^\/etc\/(?:init\.d|rc\d?\.d|rc\.local)/ },
  { found: 'filemod:launchagents', event: /\/library\/launch(?:agents|daemons)\//i },
  { found: 'filemod:launchdaemons', event: /\/library\/launch(?:agents|daemons)\//i },
];

export const historyAutoruns = query({
  name: 'history autoruns',
  about: 'what was written where a system begins programs by itself',
  details:
    'Run keys, services, Winlogon, image hijacks, tasks, startup folders, cron, systemd, launchd; as recorded: what was there before the sensor, or is written by what it does not see, is not in it. In a session, autoruns shows what is there now.',
  group: 'processes',
  effect: 'reads',
  operands: { sensor: { kind: 'sensor', about: 'id, hostname or address' } },
  options: historyOptions,
  conflicts: historyConflicts,
  search: ['persistence', 'startup', 'run key', 'service', 'cron', 'scheduled task'],
  examples: [{ line: 'cbq history autoruns 11', shows: 'who wrote a Run key, and when' }],
  async run({ sensor, ...input }, context) {
    const any = places.map(({ found }) => found).join(' OR ');
    return await historyOf(`${await sensorTerm(sensor, context)} (${any})`, isPlace, input, context);
  },
});

function isPlace({ kind, target }: ProcessEvent): boolean {
  return (kind === 'regmod' || kind === 'filemod') && places.some(({ event }) => event.test(target));
}
