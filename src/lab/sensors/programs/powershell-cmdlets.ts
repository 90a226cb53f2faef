import { contentBytes } from '../content/content.ts';
import { decodeText } from '../content/encodings.ts';
import { listDirectory } from '../files/list-directory.ts';
import type { ProgramRun } from '../machine.ts';
import { hashOf } from './windows-text.ts';

type Cmdlet = (run: ProgramRun, args: readonly string[]) => Promise<number> | number;

const print: Cmdlet = ({ out }, args) => {
  out.text(args.map((argument) => `${argument}\n`).join(''));
  return 0;
};

const listProcesses: Cmdlet = ({ machine, out }, args) => {
  const wanted = (value(args, '-name') ?? args.find((one) => !one.startsWith('-')))?.toLowerCase();
  out.text(
    '\nHandles  NPM(K)    PM(K)      WS(K)     CPU(s)     Id  SI ProcessName\n-------  ------    -----      -----     ------     --  -- -----------\n',
  );
  for (const { path, pid } of machine.processes.values()) {
    const name =
      path
        .split('\\')
        .at(-1)
        ?.replace(/\.exe$/i, '') || 'System';
    if (wanted === undefined || name.toLowerCase() === wanted) {
      out.text(
        `${String(50 + (pid % 900)).padStart(7)}      10     2000       4000       0.10 ${String(pid).padStart(6)}   0 ${name}\n`,
      );
    }
  }
  return 0;
};

const listItems: Cmdlet = ({ machine, workingDirectory, out }, args) => {
  const path = value(args, '-path') ?? args.find((one) => !one.startsWith('-')) ?? '.';
  const node = machine.files.get(path, workingDirectory);
  const rows =
    node.kind === 'directory'
      ? listDirectory(machine.files, `${machine.files.pathOf(node)}\\*`)
      : listDirectory(machine.files, machine.files.pathOf(node));
  const isForced = args.some((one) => one.toLowerCase() === '-force');
  out.text(
    '\nMode                LastWriteTime         Length Name\n----                -------------         ------ ----\n',
  );
  for (const row of rows) {
    if (row.filename !== '.' && row.filename !== '..' && (isForced || !row.attributes.includes('HIDDEN'))) {
      const isFolder = row.attributes.includes('DIRECTORY');
      const written = new Date(row.last_write_time * 1000).toISOString().slice(0, 16).replace('T', ' ');
      out.text(
        `${isFolder ? 'd-----' : '-a----'}      ${written}  ${isFolder ? ''.padStart(14) : String(row.size).padStart(14)} ${row.filename}\n`,
      );
    }
  }
  return 0;
};

const readFile: Cmdlet = async ({ machine, workingDirectory, out }, args) => {
  const path = value(args, '-path') ?? args.find((one) => !one.startsWith('-')) ?? '';
  const text = decodeText(await contentBytes(machine.files.getFile(path, workingDirectory).content), 'utf8');
  out.text(text === '' || text.endsWith('\n') ? text : `${text}\n`);
  return 0;
};

const fileHash: Cmdlet = async ({ machine, workingDirectory, out }, args) => {
  const algorithm = (value(args, '-algorithm') ?? 'sha256').toLowerCase();
  const path = value(args, '-path') ?? args.find((one) => !one.startsWith('-')) ?? '';
  const node = machine.files.getFile(path, workingDirectory);
  const digest = await hashOf(
    node,
    ['md5', 'sha1', 'sha256', 'sha384', 'sha512'].includes(algorithm) ? algorithm : 'sha256',
  );
  out.text(
    `\nAlgorithm       Hash                                                                   Path\n---------       ----                                                                   ----\n`,
  );
  out.text(
    `${algorithm.toUpperCase().padEnd(15)} ${digest.toUpperCase().padEnd(70)} ${machine.files.pathOf(node)}\n`,
  );
  return 0;
};

const sleep: Cmdlet = async ({ machine, signal }, args) => {
  const milliseconds = value(args, '-milliseconds') ?? value(args, '-m');
  const seconds =
    milliseconds === undefined
      ? Number(value(args, '-seconds') ?? value(args, '-s') ?? args[0] ?? '0')
      : Number(milliseconds) / 1000;
  await machine.clock.sleep(Number.isFinite(seconds) ? Math.max(0, seconds) : 0, signal);
  return 0;
};

const listServices: Cmdlet = ({ machine, out }) => {
  const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
  out.text('\nStatus   Name               DisplayName\n------   ----               -----------\n');
  for (const name of machine.registry?.enumerate(key).sub_keys ?? []) {
    const title = machine.registry?.query(`${key}\\${name}\\DisplayName`).value_data ?? '';
    out.text(`Running  ${name.padEnd(18)} ${title}\n`);
  }
  return 0;
};

const date: Cmdlet = ({ machine, out }) => {
  out.text(`\n${new Date(machine.clock.now() * 1000).toUTCString()}\n\n`);
  return 0;
};

const run =
  (name: string): Cmdlet =>
  (call, args) =>
    call.machine.programs.get(name)?.({ ...call, args, tail: args.join(' ') }) ?? 1;

/** What the simulated PowerShell knows, by lower-case name. */
export const cmdlets: ReadonlyMap<string, Cmdlet> = new Map<string, Cmdlet>([
  ...['write-output', 'write-host', 'echo', 'write'].map((name) => [name, print] as const),
  ...['get-process', 'gps', 'ps'].map((name) => [name, listProcesses] as const),
  ...['get-childitem', 'gci', 'dir', 'ls'].map((name) => [name, listItems] as const),
  ...['get-content', 'gc', 'cat', 'type'].map((name) => [name, readFile] as const),
  ...['start-sleep', 'sleep'].map((name) => [name, sleep] as const),
  ['get-filehash', fileHash],
  ['get-service', listServices],
  ['get-date', date],
  ...['whoami', 'hostname', 'ipconfig', 'netstat', 'systeminfo', 'tasklist', 'ping'].map(
    (name) => [name, run(name)] as const,
  ),
]);

function value(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((argument) => argument.toLowerCase() === name);
  return at < 0 ? undefined : args[at + 1];
}
