import { differences } from '../ops/snapshot/differences.ts';
import { readSnapshot } from '../ops/snapshot/snapshot-file.ts';
import { differenceResult } from '../views/difference-result.ts';
import { verb } from './context.ts';

export const diff = verb({
  name: 'diff',
  about: 'show what differs between two snapshots',
  details:
    'Of one sensor or of two: between two what no two hosts have alike is left out, such as pids, times, and addresses of their own. A ' +
    'list that one of them does not have, or not whole, is named, with exit 6. Outside of the shell: cblr diff.',
  group: 'system',
  shellOnly: true,
  isLocal: true,
  effect: 'reads',
  operands: {
    before: { kind: 'localPath', about: 'snapshot, as snap has kept it' },
    after: { kind: 'localPath', about: 'the one to compare with it' },
  },
  options: {},
  search: ['compare', 'changes', 'snapshot'],
  examples: [{ line: 'diff before after', shows: 'what came, what went, what changed' }],
  async run({ before, after }, { local }) {
    return differenceResult(differences(await readSnapshot(local, before), await readSnapshot(local, after)));
  },
});
