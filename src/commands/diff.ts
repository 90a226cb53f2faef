import { differences } from '../ops/snapshot/differences.ts';
import { readSnapshot } from '../ops/snapshot/snapshot-file.ts';
import { differenceResult } from '../views/difference-result.ts';
import { command } from './context.ts';

export const diffSnapshots = command({
  name: 'diff',
  about: 'show what differs between two snapshots',
  details: 'As snap has kept them, of one sensor or of two: nothing is asked of a server.',
  group: 'live response',
  isLocal: true,
  effect: 'reads',
  operands: {
    before: { kind: 'localPath', about: 'snapshot, as cblr snap has kept it' },
    after: { kind: 'localPath', about: 'the one to compare with it' },
  },
  options: {},
  search: ['compare', 'changes', 'snapshot'],
  examples: [{ line: 'cblr diff before after', shows: 'what came, what went, what changed' }],
  async run({ before, after }, { runtime: { files } }) {
    return differenceResult(differences(await readSnapshot(files, before), await readSnapshot(files, after)));
  },
});
