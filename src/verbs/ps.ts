import { isNamed, type ProcessEntry, processName } from '../live/process-entry.ts';
import { runningTree } from '../live/process-tree.ts';
import { rows, tree } from '../spec/result.ts';
import { matchGlob } from '../text/glob.ts';
import { linearPattern } from '../text/linear-pattern.ts';
import { verb } from './context.ts';
import { listedColumns, treeColumns } from './listed-columns.ts';
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
    name: {
      kind: 'text',
      or: 'program',
      value: 'GLOB',
      about: 'only programs of this name, * and ? allowed',
    },
    user: {
      kind: 'text',
      or: 'sensorUser',
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
    diff: {
      kind: 'localPath',
      optionalValue: true,
      value: 'SNAPSHOT',
      about: 'what came and went since the last ps of this shell, or since a snapshot',
    },
  },
  conflicts: (['tree', 'name', 'user', 'pid', 'grep', 'sort', 'reverse'] as const).map(
    (other) => ['diff', other] as const,
  ),
  beyond: 'ps --name NAME shows those of a name, ps --grep RE looks at paths and command lines, too',
  search: ['tasklist', 'processes', 'top', 'pslist'],
  examples: [
    { line: 'ps', shows: 'every process' },
    { line: 'ps --tree --user SYSTEM', shows: 'what runs as SYSTEM, children below their parents' },
    {
      line: 'ps --grep "-e(nc|ncodedcommand)? " --sort started -r',
      shows: 'encoded scripts, the last first',
    },
    { line: 'ps --diff=before', shows: 'what has started and ended since snap before' },
    { line: 'ps --name svchost* --json', shows: 'the wire fields of every svchost' },
  ],

  async run({ tree: asTree, name, user: userGlob, pid: pids, grep, sort = 'pid', reverse, diff }, context) {
    if (diff !== undefined) {
      const { processChanges } = await import('./ps-changes.ts');
      return await processChanges(diff, context);
    }
    const { live, signal, note } = context;
    const isFound = grep === undefined ? undefined : linearPattern(grep, '--grep');
    const { onUnread, isPartial } = watchUnread(note);
    const running = await live.processes.list(signal, onUnread);
    live.processes.last = running;
    const found = running.filter(
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
    // What they are in the order of is seen.
    const columns = listedColumns.map((each) =>
      sort === 'started' && each.as === 'unixSec' ? { ...each, drop: 4 } : each,
    );
    if (!asTree) return rows(found, columns, { noun: 'processes', isPartial });
    const { roots, children } = runningTree(found);
    return tree(roots, children, treeColumns, { noun: 'processes', isPartial });
  },
});

function isOf(entry: ProcessEntry, user: string): boolean {
  const account = entry.username.slice(entry.username.lastIndexOf('\\') + 1);
  return [entry.username, account].some((name) => matchGlob(user, name, 'windows'));
}
