import { isCbError } from '../../errors/cb-error.ts';
import { runFolder, runNumbers } from '../../fleet/runs.ts';
import { RunStore } from '../../fleet/store/run-store.ts';
import type { HostState, Run } from '../../fleet/store/run-types.ts';
import { type Column, rows } from '../../spec/result.ts';
import { formatRfc3339 } from '../../text/age.ts';
import { type CommandContext, command } from '../context.ts';
import { runsPlace } from './opened-run.ts';
import { countWords, runStateOf } from './run-words.ts';

interface Row {
  readonly number: number;
  readonly run: Run | undefined;
  readonly counts: Readonly<Record<HostState, number>> | undefined;
  readonly state: string;
}

export const fleetList = command({
  name: 'fleet',
  aliases: ['fleet list'],
  about: 'list the runs of this computer',
  group: 'fleet',
  effect: 'reads',
  isLocal: true,
  operands: {},
  options: {},
  search: ['runs', 'jobs', 'hunts'],
  examples: [{ line: 'cblr fleet list', shows: 'what was run on many hosts, and how far each is' }],
  run: (_input, context) => rows(runRows(context), columns, { noun: 'runs' }),
});

async function* runRows(context: CommandContext): AsyncGenerator<Row> {
  const place = runsPlace(context);
  const { runtime } = context;
  for (const number of await runNumbers(place)) {
    const { folder } = await runFolder(number, place);
    try {
      const store = RunStore.open({ ...place, folder });
      try {
        const [run, counts] = [store.run(), store.counts()];
        const isOwned = store.isOwned(runtime.hostname(), runtime.clock.now(), runtime.isRunning);
        yield { number, run, counts, state: runStateOf(run, counts, isOwned) };
      } finally {
        store.close();
      }
    } catch (error) {
      if (!isCbError(error)) throw error;
      yield { number, run: undefined, counts: undefined, state: error.message };
    }
  }
}

const columns: readonly Column<Row>[] = [
  { field: 'run', head: 'run', of: ({ number }) => number, align: 'right' },
  {
    field: 'created',
    head: 'created',
    of: ({ run }) => (run === undefined ? undefined : formatRfc3339(run.createdMs)),
    as: 'iso',
  },
  { field: 'state', head: 'state', of: ({ state }) => state },
  {
    field: 'hosts',
    head: 'hosts',
    of: ({ counts }) => counts && Object.values(counts).reduce((sum, count) => sum + count, 0),
    align: 'right',
  },
  {
    field: 'counts',
    head: 'how far',
    of: ({ counts }) => counts,
    show: ({ counts }) => (counts ? countWords(counts) : ''),
    plain: ({ counts }) => (counts ? countWords(counts) : ''),
  },
  { field: 'profile', head: 'profile', of: ({ run }) => run?.profile, drop: 1 },
  { field: 'line', head: 'steps', of: ({ run }) => run?.line, whole: true },
];
