import { serviceList } from './system/lists/services.ts';
import type { SystemService } from './system/services-text.ts';
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
  ...serviceList,
});
