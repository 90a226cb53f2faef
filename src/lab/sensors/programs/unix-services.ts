import { contentBytes } from '../content/content.ts';
import { decodeText } from '../content/encodings.ts';
import { listDirectory } from '../files/list-directory.ts';
import type { Machine, Program, ProgramRun } from '../machine.ts';

/** Programs that tell of services and accounts. */
export const unixServicePrograms: readonly (readonly [string, Program])[] = [
  ['systemctl', systemctl],
  ['launchctl', launchctl],
  ['plutil', plutil],
  ['getent', getent],
  ['dscacheutil', dscacheutil],
];

const units = '/usr/lib/systemd/system';

/** `systemctl show [--property=…] UNIT…`: blocks of fields, of the units that are named or of those of `*.service`. */
async function systemctl({ args, machine, out, err }: ProgramRun): Promise<number> {
  if (args[0] !== 'show') {
    err.text(`Unknown operation ${args[0] ?? ''}.\n`);
    return 1;
  }
  const asked = args
    .find((argument) => argument.startsWith('--property='))
    ?.slice('--property='.length)
    .split(',');
  const names = listDirectory(machine.files, `${units}/*`)
    .map(({ filename }) => filename)
    .filter((name) => args.includes(name) || args.includes(`*.${name.split('.').at(-1)}`));
  const blocks: string[] = [];
  for (const name of names) {
    const file = machine.files.getFile(`${units}/${name}`, '/');
    const text = decodeText(await contentBytes(file.content), 'utf8');
    const setting = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? '';
    const command = setting('ExecStart');
    const pid = pidOf(machine, command);
    const fields: readonly (readonly [string, string])[] = [
      ['MainPID', String(pid)],
      [
        'ExecStart',
        `{ path=${command.split(' ')[0] ?? ''} ; argv[]=${command} ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=${pid} ; code=(null) ; status=0/0 }`,
      ],
      ['User', setting('User')],
      ['Id', name],
      ['Description', setting('Description')],
      ['SubState', pid === 0 ? 'dead' : 'running'],
      ['UnitFileState', pid === 0 ? 'disabled' : 'enabled'],
      ['Unit', setting('Unit')],
      ['ActiveState', pid > 0 || name.endsWith('.timer') ? 'active' : 'inactive'],
    ];
    const shown = fields.filter(([field]) => asked?.includes(field) ?? true);
    blocks.push(shown.map(([field, value]) => `${field}=${value}\n`).join(''));
  }
  out.text(blocks.join('\n'));
  return 0;
}

function pidOf({ processes }: Machine, command: string): number {
  const name = command.split('/').at(-1) ?? '';
  const found = [...processes.values()].find(
    ({ path }) => path.split('/').at(-1)?.startsWith(name.slice(0, 8)) === true,
  );
  return name === '' ? 0 : (found?.pid ?? 0);
}

/** `launchctl list`. */
function launchctl({ args, machine, out, err }: ProgramRun): number {
  if (args[0] !== 'list') {
    err.text('Usage: launchctl <subcommand>\n');
    return 1;
  }
  const labels = [
    ['com.apple.fseventsd', 'fseventsd'],
    ['com.apple.opendirectoryd', 'opendirectoryd'],
    ['com.apple.logd', 'logd'],
    ['com.apple.backupd', 'backupd'],
    ['com.example.update', 'agent'],
  ] as const;
  out.text('PID\tStatus\tLabel\n');
  for (const [label, program] of labels) {
    const found = [...machine.processes.values()].find(({ path }) => path.endsWith(`/${program}`));
    out.text(`${found?.pid ?? '-'}\t0\t${label}\n`);
  }
  return 0;
}

/** `plutil -convert json -o - -- FILE`, of a list as the lab's are: texts, truths, and lists of texts. */
async function plutil({ args, machine, workingDirectory, out, err }: ProgramRun): Promise<number> {
  const file = args.at(-1) ?? '';
  const xml = decodeText(await contentBytes(machine.files.getFile(file, workingDirectory).content), 'utf8');
  const entries = [...xml.matchAll(/<key>([^<]*)<\/key>\s*(?:<(\w+)\/>|<(\w+)>([\s\S]*?)<\/\3>)/g)];
  if (entries.length === 0) {
    err.text(`${file}: Property List error: Unexpected character at line 1\n`);
    return 1;
  }
  const texts = (inside: string) =>
    Array.from(inside.matchAll(/<string>([^<]*)<\/string>/g), ([, one]) => one);
  const json = entries.map(([, key = '', truth, kind, inside = '']) => [
    key,
    truth === undefined ? (kind === 'array' ? texts(inside) : inside) : truth === 'true',
  ]);
  out.text(JSON.stringify(Object.fromEntries(json)));
  return 0;
}

/** `getent passwd`. */
async function getent({ args, machine, out }: ProgramRun): Promise<number> {
  if (args[0] !== 'passwd') return 1;
  out.text(decodeText(await contentBytes(machine.files.getFile('/etc/passwd', '/').content), 'utf8'));
  return 0;
}

/** `dscacheutil -q user`. */
function dscacheutil({ machine: { facts }, out }: ProgramRun): number {
  const accounts = [
    ['root', 0, 0, '/var/root', '/bin/sh', 'System Administrator'],
    ['_windowserver', 88, 88, '/var/empty', '/usr/bin/false', 'WindowServer'],
    [facts.user, 501, 20, `/Users/${facts.user}`, '/bin/zsh', ''],
  ] as const;
  out.text(
    accounts
      .map(
        ([name, uid, gid, home, shell, title]) =>
          `name: ${name}\npassword: ********\nuid: ${uid}\ngid: ${gid}\ndir: ${home}\nshell: ${shell}\ngecos: ${title}\n\n`,
      )
      .join(''),
  );
  return 0;
}
