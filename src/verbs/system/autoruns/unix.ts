import { serviceList } from '../lists/services.ts';
import { listSection, type Section, toolSection } from '../sections.ts';
import { blocksOf, cutAt } from '../text-forms.ts';
import { type Autorun, startingServices } from './autorun.ts';
import { fileLoop, fileSection, printHead } from './files.ts';
import { readStartFile } from './start-files.ts';

const profiles = ['.bashrc', '.bash_profile', '.bash_login', '.profile', '.zshrc', '.zprofile', '.zshenv'];
const ofHome = [...profiles, '.ssh/authorized_keys', '.ssh/authorized_keys2', '.ssh/rc'];
const cronFolders = '/etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* /etc/cron.monthly/*';
const shared = ['/etc/crontab', '/etc/profile', '/etc/zshrc', '/etc/zprofile', '/etc/zshenv'];

const linuxFiles = [
  ...shared,
  '/etc/anacrontab',
  '/etc/cron.d/*',
  '/var/spool/cron/*',
  '/var/spool/cron/crontabs/*',
  '/var/spool/cron/atjobs/*',
  '/var/spool/at/*',
  cronFolders,
  '/etc/rc.local',
  '/etc/rc.d/rc.local',
  '/etc/rc3.d/S*',
  '/etc/rc5.d/S*',
  '/etc/profile.d/*',
  '/etc/bashrc',
  '/etc/bash.bashrc',
  '/etc/environment',
  '/etc/ld.so.preload',
  '/etc/modules',
  '/etc/modules-load.d/*',
  '/etc/xdg/autostart/*.desktop',
];
const ofLinuxHome = [...ofHome, '.config/autostart/*.desktop', '.config/systemd/user/*.service'];
const linuxHomes = '$({ getent passwd || cat /etc/passwd; } 2>/dev/null | cut -d: -f6)';

const macFiles = [
  ...shared,
  '/usr/lib/cron/tabs/*',
  '/etc/periodic/daily/*',
  '/etc/periodic/weekly/*',
  '/etc/periodic/monthly/*',
  '/etc/rc.common',
  '/etc/bashrc',
];
const launchd = ['/Library', '/Users/*/Library', '/var/root/Library'].flatMap((folder) =>
  ['LaunchDaemons', 'LaunchAgents'].map((name) => `${folder}/${name}/*.plist`),
);

function filesAndHomes(
  files: readonly string[],
  homes: string,
  ofHomes: readonly string[],
): Section<Autorun> {
  return fileSection(
    'files',
    (mark) => {
      const below = fileLoop(
        mark,
        ofHomes.map((path) => `"$h"/${path}`),
        printHead,
      );
      return `${fileLoop(mark, files, printHead)}; for h in ${homes}; do ${below}; done`;
    },
    readStartFile,
  );
}

const timers = toolSection<Autorun>('timers', 'linux', [
  {
    line: 'systemctl show --no-pager --property=Id,Unit,ActiveState,UnitFileState *.timer',
    parse(text) {
      const all: Autorun[] = [];
      for (const block of blocksOf(text)) {
        const fields = new Map(block.map((line) => cutAt(line, '=') ?? ['', '']));
        const [id, unit] = [fields.get('Id'), fields.get('Unit')];
        if (id === undefined || unit === undefined || fields.size > 4 || fields.has('')) return undefined;
        if (fields.get('ActiveState') !== 'active' && fields.get('UnitFileState') !== 'enabled') continue;
        all.push({ place: 'timer', name: id, runs: unit, source: 'systemctl' });
      }
      return all;
    },
  },
]);

export const linuxAutoruns: readonly Section<Autorun>[] = [
  filesAndHomes(linuxFiles, linuxHomes, ofLinuxHome),
  withSystemd(startingServices(listSection(serviceList, 'linux'), ['enabled', 'enabled-runtime'])),
  withSystemd(timers),
];

export const macAutoruns: readonly Section<Autorun>[] = [
  filesAndHomes(macFiles, '/Users/* /var/root', ofHome),
  fileSection(
    'launchd',
    (mark) => fileLoop(mark, launchd, 'plutil -convert json -o - -- "$f"'),
    readStartFile,
  ),
];

/** Where there is no systemd there are none of its units. */
function withSystemd(section: Section<Autorun>): Section<Autorun> {
  return {
    ...section,
    line: (mark) =>
      `if command -v systemctl >/dev/null 2>&1; then ${section.line(mark)}; else ${mark.line('none')}; fi`,
    read: (part, mark) =>
      part.text === `${mark.word}. none\n` ? { rows: [], unread: [] } : section.read(part, mark),
  };
}
