import { CbError } from '../../errors/cb-error.ts';
import type { RunStore } from '../../fleet/store/run-store.ts';
import { hostsOfWord, readHostWord } from '../../fleet/targets/host-word.ts';
import { command } from '../context.ts';
import { runOperand, withRun } from './opened-run.ts';
import { resultsOf } from './results-of.ts';
import { countWords } from './run-words.ts';

export const fleetResults = command({
  name: 'fleet results',
  about: 'what came of a run: equal answers together, the rarest first',
  details:
    'Answers count as equal without what differs anyway: ids of processes, times, names of hosts. --fold-by says by which fields alone they are held together.',
  group: 'fleet',
  effect: 'reads',
  isLocal: true,
  operands: { run: runOperand },
  options: {
    byHost: { kind: 'flag', about: 'the answer of each host by itself' },
    rare: { kind: 'flag', about: 'each row once, with its hosts: those of the fewest first' },
    foldBy: { kind: 'list', value: 'FIELD,FIELD', about: 'by these fields alone' },
    most: { kind: 'integer', value: 'N', about: 'only what stands on so many hosts at most' },
    step: { kind: 'integer', value: 'N', about: 'of this step' },
    host: { kind: 'sensor', value: 'WHICH', repeat: true, about: 'of this host: id, name or wildcard' },
    failed: { kind: 'flag', about: 'only what failed, or is unknown' },
  },
  conflicts: [
    ['byHost', 'rare'],
    ['byHost', 'foldBy'],
    ['byHost', 'most'],
  ],
  complete: { foldBy: () => [] },
  search: ['output', 'answers', 'stacking', 'least frequency', 'outlier'],
  examples: [
    { line: 'cblr fleet results 1', shows: 'groups of equal answers' },
    {
      line: 'cblr fleet results 1 --rare --fold-by name,path',
      shows: 'what stands on the fewest hosts first',
    },
    {
      line: 'cblr fleet results 1 --rare --most 3 -o ndjson',
      shows: 'what at most three hosts have, for fleet run --rows',
    },
    { line: 'cblr fleet results 1 --by-host -o ndjson', shows: 'each row with its host, for a script' },
  ],
  run: ({ run: number, byHost, rare, foldBy, most, step, host, failed }, context) =>
    withRun(number, context, ({ number: own, store }) => {
      const { steps } = store.run();
      if (step !== undefined && !steps.some((each) => each.number === step))
        throw new CbError('Usage', `the run has ${steps.length} steps, and none ${step}`);
      const wanted = {
        step,
        hosts: hostsNamed(host, store),
        isFailed: failed,
        isByHost: byHost,
        isRare: rare,
        foldBy,
        most,
      };
      const counts = store.counts();
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
      // Who compares hosts should know that some are missing.
      if (counts.done < total) context.note(`run ${own}: ${countWords(counts)}`);
      return resultsOf(store, wanted, context);
    }),
});

function hostsNamed(words: readonly string[], store: RunStore): ReadonlySet<number> | undefined {
  if (words.length === 0) return undefined;
  const all = store.hosts().map(({ id, name }) => ({ ...nobody, id, name }));
  return new Set(words.flatMap((word) => hostsOfWord(readHostWord(word), all).map(({ id }) => id)));
}

/** What a run keeps of a host is less than a sensor. */
const nobody = {
  dnsName: '',
  os: 'unknown',
  status: 'in the run',
  isOnline: false,
  groupId: undefined,
  addresses: [],
  lastCheckInMs: undefined,
  nextCheckInMs: undefined,
  unfit: undefined,
} as const;
