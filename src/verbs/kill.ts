import { endTree } from '../live/end-program.ts';
import { type ProcessEntry, processName } from '../live/process-entry.ts';
import type { KillOutcome } from '../live/processes.ts';
import { type Column, rows } from '../spec/result.ts';
import { parseMd5 } from '../text/md5.ts';
import { shortName } from '../text/short-name.ts';
import { keptEnds } from '../undo/kept-ends.ts';
import { processesByHash } from './by-hash.ts';
import { verb } from './context.ts';
import { named } from './named.ts';
import { watchUnread } from './watch-unread.ts';

export const kill = verb({
  name: 'kill',
  about: 'end processes on the sensor',
  details:
    'A pid that ps has shown as another process, and a pid or name that no process has, is an error before anything is ended. ' +
    'A name ends every process of that name that there is when it is asked; what comes while it asks is only told. ' +
    '--tree ends parents before their children, and what they start meanwhile; what runs below a pid that was used again is not theirs.',
  group: 'processes',
  wire: ['process list', 'kill'],
  wireAtTimes: ['create process', 'get file', 'delete file', 'directory list', 'reg query value'],
  effect: 'destroys',
  undo: { not: 'what has ended does not come back; undo offers to start its command line again' },
  question: 'own',
  operands: {
    process: { kind: 'process', many: true, optional: true, about: 'pid or name, as shown by ps' },
  },
  options: {
    tree: { kind: 'flag', about: 'with what it has started, and what that has started' },
    hash: {
      kind: 'text',
      value: 'MD5',
      about: 'what runs a file of this MD5, as hash --md5 has it of the file now',
    },
    wait: { kind: 'flag', about: 'look until the process is gone' },
  },
  either: ['process', 'hash'],
  search: ['taskkill', 'stop', 'terminate', 'pkill'],
  examples: [
    { line: 'kill 1664 1800', shows: 'end two processes' },
    { line: 'kill notepad.exe --wait', shows: 'end every notepad and see them gone' },
    { line: 'kill --tree winword.exe', shows: 'end it and all that runs below it' },
  ],

  async run({ process: typed, tree: withTree, hash, wait }, context) {
    const { live, signal, writes, ask, note, keeper } = context;
    const { processes, session } = live;
    const byHash = hash === undefined ? undefined : await processesByHash(parseMd5(hash), context);
    const process = byHash?.pids ?? typed;
    const { onUnread, isPartial } = watchUnread(note);
    const { asked, tree } = withTree
      ? await processes.findTree(process, signal, onUnread)
      : treeOf(await processes.find(process, signal));
    const below = tree.filter((entry) => !asked.includes(entry));
    const withBelow = below.length === 0 ? '' : ` with what runs below (${named(below.map(nameOf))})`;
    const question = `end ${named(asked.map(nameOf))}${withBelow} on ${shortName(session.sensor.hostname)} (cannot be undone)?`;
    // While somebody was asked processes come and go.
    const { still, over, came } = (await ask.confirm(question))
      ? await processes.findAgain(process, tree, signal)
      : { still: tree, over: [], came: [] };
    if (came.length > 0) note(`came since the question, not ended: ${named(came.map(nameOf))}`);
    async function* ended(): AsyncGenerator<KillOutcome> {
      yield* over;
      const options = { ...writes, wait };
      yield* keptEnds(
        withTree ? endTree(processes, still, { ...options, onUnread }) : processes.kill(still, options),
        keeper,
      );
    }
    return rows(ended(), columns, {
      noun: 'processes',
      outcome: (row) => (row.error === undefined ? 'done' : { failed: row.error }),
      isPartial: () => isPartial() || (byHash?.unknown ?? 0) > 0,
    });
  },
});

function treeOf(asked: readonly ProcessEntry[]) {
  return { asked, tree: asked };
}

function nameOf(entry: ProcessEntry): string {
  return `${entry.pid} ${processName(entry)}`;
}

const columns: readonly Column<KillOutcome>[] = [
  { field: 'pid', head: 'pid', of: (row) => row.pid, align: 'right' },
  { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name' },
  {
    field: 'outcome',
    head: 'result',
    of: (row) => row.outcome,
    style: (row) => (row.error !== undefined ? 'bad' : row.outcome === 'not sent' ? 'dim' : 'ok'),
  },
];
