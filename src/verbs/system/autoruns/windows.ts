import { cutLines } from '../../../live/tool-script.ts';
import { lastPart } from '../../../text/remote-path.ts';
import { serviceList } from '../lists/services.ts';
import { taskList } from '../lists/tasks.ts';
import { listSection, mapped, type Section, toolSection } from '../sections.ts';
import { wmiTool } from '../text-forms.ts';
import type { SystemTool } from '../tool.ts';
import { type Autorun, startingServices } from './autorun.ts';
import { registrySections } from './registry-places.ts';

const startup = 'Microsoft\\Windows\\Start Menu\\Programs\\Startup';

/** A folder that is there is looked into twice: only with its dots an empty one is told from one that cannot be read. */
const startupFolders: Section<Autorun> = {
  name: 'startup',
  line(mark) {
    const look = (folder: string): string =>
      `if exist "${folder}\\" (${mark.line(`folder ${folder}`)}&dir /a "${folder}" >nul 2>nul&&(dir /b /s /a-d "${folder}" 2>nul&${mark.line('read')})||${mark.line('not read')})`;
    return `(${look(`C:\\ProgramData\\${startup}`)})&(for /d %u in ("C:\\Users\\*") do ${look(`%~u\\AppData\\Roaming\\${startup}`)})`;
  },
  read({ text }, mark) {
    const rows: Autorun[] = [];
    const unread: string[] = [];
    let folder = '';
    let files: readonly string[] = [];
    for (const [line, behind] of cutLines(text, mark)) {
      if (line.startsWith('folder ')) {
        folder = line.slice('folder '.length);
        files = behind.split('\n').filter((path) => path !== '');
        continue;
      }
      if (line === 'not read') unread.push(`not read: ${folder}`);
      for (const path of line === 'read' ? files : []) {
        const name = lastPart(path);
        if (name.toLowerCase() === 'desktop.ini') continue;
        // In the code page of the console there is no such sign.
        if (name.includes('?')) unread.push(`a name is not told in full: ${path}: ls shows it`);
        rows.push({ place: 'startup folder', name, runs: path, source: folder });
      }
    }
    return { rows, unread };
  },
};

const consumers = toolSection<Autorun>('wmi', 'windows', [
  emptyIsNone(
    wmiTool(
      '-Namespace root\\subscription -Class __EventConsumer',
      ['__CLASS', 'Name', 'CommandLineTemplate', 'ExecutablePath', 'ScriptFileName', 'ScriptText'],
      (one): Autorun => ({
        place: 'wmi consumer',
        name: one.Name,
        runs:
          [one.ExecutablePath, one.CommandLineTemplate, one.ScriptFileName, one.ScriptText]
            .filter((part) => part !== '')
            .join(' ') || one.__CLASS,
        source: one.__CLASS,
      }),
    ),
  ),
]);

/** Where WMI has no such object, nothing is printed. */
function emptyIsNone<Row>({ line, parse }: SystemTool<Row>): SystemTool<Row> {
  return { line, parse: (text: string) => (text.trim() === '' ? [] : parse(text)) };
}

export const windowsAutoruns: readonly Section<Autorun>[] = [
  ...registrySections,
  startupFolders,
  startingServices(listSection(serviceList, 'windows'), ['auto', 'boot', 'system']),
  mapped(listSection(taskList, 'windows'), ({ name, runs, account }) => ({
    place: 'task',
    name,
    runs,
    account,
    source: 'schtasks',
  })),
  consumers,
];
