import { lastPart } from '../../../text/remote-path.ts';
import type { Autorun } from './autorun.ts';
import { type StartFile, script, workingLines } from './files.ts';

type Reader = (file: StartFile) => readonly Autorun[] | undefined;

/** What starts by a file, by where it lies. */
const readers: readonly (readonly [path: RegExp, read: Reader])[] = [
  [/^\/etc\/(?:crontab$|cron\.d\/)/, (file) => cronLines(file, true)],
  [
    /^\/(?:var\/spool\/cron|usr\/lib\/cron\/tabs)\/atjobs\/|^\/var\/spool\/at\//,
    (file) => script('at', file),
  ],
  [/^\/(?:var\/spool\/cron|usr\/lib\/cron\/tabs)\//, (file) => cronLines(file, false)],
  [/^\/etc\/anacrontab$/, (file) => lines('anacron', file)],
  [/^\/etc\/(?:cron\.|periodic\/)/, (file) => script('cron', file)],
  [/^\/etc\/(?:rc\.d\/)?rc/, (file) => script('rc script', file)],
  [/^\/etc\/ld\.so\.preload$/, (file) => lines('preload', file)],
  [/^\/etc\/modules/, (file) => lines('kernel module', file)],
  [/\/\.ssh\/authorized_keys2?$/, (file) => sshKeys(file)],
  [/\.desktop$/, (file) => settings('autostart', 'Exec', file)],
  [/\/systemd\/user\/[^/]+\.service$/, (file) => settings('user unit', 'ExecStart', file)],
  [/\.plist$/, (file) => launchJob(file)],
];

export function readStartFile(file: StartFile): readonly Autorun[] | undefined {
  const read = readers.find(([path]) => path.test(file.path))?.[1];
  return read === undefined ? script('shell profile', file) : read(file);
}

/** `*\/5 * * * * root command`; a line of another form stands there as it is. */
function cronLines(file: StartFile, hasUser: boolean): readonly Autorun[] {
  const form = hasUser
    ? /^(@\w+|\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(\S+)\s+(\S.*)$/
    : /^(@\w+|\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+()(\S.*)$/;
  return workingLines(file.text)
    .filter((line) => !/^[A-Za-z_]\w*\s*=/.test(line))
    .map((line) => {
      const [, name = '', user = '', runs = line] = form.exec(line) ?? [];
      return {
        place: 'cron',
        name,
        runs,
        account: hasUser ? user || undefined : lastPart(file.path),
        source: file.path,
      };
    });
}

function lines(place: string, file: StartFile): readonly Autorun[] {
  return workingLines(file.text).map((line) => ({ place, name: '', runs: line, source: file.path }));
}

/** The comment of a key is its name; options stand in front of it, in which there may be a command. */
function sshKeys(file: StartFile): readonly Autorun[] {
  return workingLines(file.text).map((line) => ({
    place: 'ssh key',
    name: /(?:^|\s)(?:ssh|ecdsa|sk)-\S+\s+[\w+/=]+\s+(\S.*)$/.exec(line)?.[1] ?? '',
    runs: line,
    source: file.path,
  }));
}

/** `Key=value`, perhaps more than once. */
function settings(place: string, key: string, file: StartFile): readonly Autorun[] {
  return workingLines(file.text)
    .filter((line) => line.startsWith(`${key}=`))
    .map((line) => ({
      place,
      name: lastPart(file.path),
      runs: line.slice(key.length + 1),
      source: file.path,
    }));
}

/** A property list of launchd as JSON. */
function launchJob(file: StartFile): readonly Autorun[] | undefined {
  const job = jsonObject(file.text);
  if (job === undefined) return undefined;
  const label = typeof job['Label'] === 'string' ? job['Label'] : lastPart(file.path);
  const program = typeof job['Program'] === 'string' ? job['Program'] : undefined;
  const given: unknown = job['ProgramArguments'];
  const words = Array.isArray(given) ? given.map(String) : [];
  return [
    {
      place: file.path.includes('/LaunchDaemons/') ? 'launch daemon' : 'launch agent',
      name: label,
      // Its first word is a name that the program sees, where it is not the program itself.
      runs: [...(program === undefined ? words.slice(0, 1) : [program]), ...words.slice(1)].join(' '),
      account: typeof job['UserName'] === 'string' ? job['UserName'] : undefined,
      source: file.path,
    },
  ];
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}
