import { isNamed, type ProcessEntry, processName } from '../live/process-entry.ts';
import { runningTree } from '../live/process-tree.ts';
import { type Column, rows, tree } from '../spec/result.ts';
import { matchGlob } from '../text/glob.ts';
import { linearPattern } from '../text/linear-pattern.ts';
import { wide } from '../views/column-over.ts';
import { verb } from './context.ts';
import { watchUnread } from './watch-unread.ts';

const orders = ['pid', 'parent', 'user', 'started', 'name', 'path', 'command'] as const;

const keyOf: Readonly<Record<(typeof orders)[number], (entry: ProcessEntry) => number | string>> = {
  pid: (entry) => entry.pid,
  parent: (entry) => entry.parent ?? -1,
  user: (entry) => entry.username.toLowerCase(),
  started: (entry) => entry.createTime,
  name: (entry) => processName(entry).toLowerCase(),
  path: (entry) => entry.path.toLowerCase(),
  command: (entry) => entry.commandLine.toLowerCase(),
};

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export const ps = verb({
  name: 'ps',
  about: 'list the processes of the sensor',
  details:
    'Tables show the name of the program and its command line; path, identities and sid are in --json, csv and by --fields. ' +
    'What was shown is remembered: kill refuses a pid that belongs to another process by then.',
  group: 'processes',
  wire: ['process list'],
  effect: 'reads',
  operands: {},
  options: {
    tree: { kind: 'flag', about: 'draw who started whom' },
    name: { kind: 'text', value: 'GLOB', about: 'only programs of this name, * and ? allowed' },
    user: {
      kind: 'text',
      value: 'USER',
      about: 'only of this user, with or without the domain, * and ? allowed',
    },
    pid: { kind: 'pid', repeat: true, about: 'only this process' },
    grep: {
      kind: 'text',
      value: 'RE',
      about: 'only where this is found in the path or command line, in any case',
    },
    sort: { kind: 'choice', choices: orders, value: 'FIELD', about: `order by ${orders.join(', ')}; by pid` },
    reverse: { kind: 'flag', short: 'r', about: 'the other way round' },
  },
  search: ['tasklist', 'processes', 'top', 'pslist'],
  examples: [
    { line: 'ps', shows: 'every process' },
    { line: 'ps --tree --user SYSTEM', shows: 'what runs as SYSTEM, children below their parents' },
    {
      line: 'ps --grep "-e(nc|ncodedcommand)? " --sort started -r',
      shows: 'encoded scripts, the last first',
    },
    { line: 'ps --name svchost* --json', shows: 'the wire fields of every svchost' },
  ],

  async run(
    { tree: asTree, name, user: userGlob, pid: pids, grep, sort = 'pid', reverse },
    { live, signal, note },
  ) {
    const isFound = grep === undefined ? undefined : linearPattern(grep, '--grep');
    const { onUnread, isPartial } = watchUnread(note);
    const found = (await live.processes.list(signal, onUnread)).filter(
      (entry) =>
        (name === undefined || isNamed(entry, name, live.paths.style)) &&
        (userGlob === undefined || isOf(entry, userGlob)) &&
        (pids.length === 0 || pids.includes(entry.pid)) &&
        (isFound === undefined ||
          [processName(entry), entry.path, entry.commandLine].some((text) => isFound(text))),
    );
    // Unix sensors send them in the order of the names below /proc.
    found.sort((a, b) => compare(keyOf[sort](a), keyOf[sort](b)) || a.pid - b.pid);
    if (reverse) found.reverse();
    live.processes.remember(found);
    if (!asTree)
      return rows(found, [pid, parent, user, started, program, ...details], { noun: 'processes', isPartial });
    const { roots, children } = runningTree(found);
    const drawn = [program, pid, parent, user, wide(started), ...details];
    return tree(roots, children, drawn, { noun: 'processes', isPartial });
  },
});

function isOf(entry: ProcessEntry, user: string): boolean {
  const account = entry.username.slice(entry.username.lastIndexOf('\\') + 1);
  return [entry.username, account].some((name) => matchGlob(user, name, 'windows'));
}

const pid: Column<ProcessEntry> = { field: 'pid', head: 'pid', of: (entry) => entry.pid, align: 'right' };
const parent: Column<ProcessEntry> = {
  field: 'parent',
  head: 'parent',
  of: (entry) => entry.parent ?? null,
  align: 'right',
  drop: 2,
  style: () => 'dim',
};
const user: Column<ProcessEntry> = {
  field: 'username',
  head: 'user',
  of: (entry) => entry.username,
  drop: 3,
  least: 19,
};
const started: Column<ProcessEntry> = {
  field: 'create_time',
  head: 'started',
  of: (entry) => entry.createTime,
  as: 'unixSec',
  drop: 1,
};

const program: Column<ProcessEntry> = {
  field: 'path',
  head: 'name',
  of: (entry) => entry.path,
  show: processName,
  style: () => 'name',
  least: 16,
};

const details: readonly Column<ProcessEntry>[] = [
  { field: 'command_line', head: 'command line', of: (entry) => entry.commandLine },
  { field: 'sid', head: 'sid', of: (entry) => entry.sid, wide: true },
  { field: 'proc_guid', head: 'process guid', of: (entry) => entry.guid, wide: true },
  { field: 'parent_guid', head: 'parent guid', of: (entry) => entry.parentGuid, wide: true },
];
