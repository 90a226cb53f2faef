import { proven } from '../../ops/proven.ts';
import { rows } from '../../spec/result.ts';
import { query } from '../context.ts';
import { partitionColumns } from './columns.ts';

export const partitionBegin = query({
  name: 'partition begin',
  about: 'have the server write into a new storage partition',
  details:
    'What it wrote into until now gets a name, and may be unmounted or removed later. Global administrators only.',
  group: 'server',
  effect: 'changes',
  undo: { not: 'what was written meanwhile is in the new one' },
  operands: {},
  options: {},
  search: ['storage', 'new', 'rotate', 'solr'],
  examples: [{ line: 'cbq partition begin', shows: 'all partitions, the new one among them' }],
  async run(_input, { cb, signal, dryRun, note }) {
    const { serverInfo } = await cb();
    const list = () => serverInfo.partitions({ signal });
    const before = new Set((await list()).map(({ name }) => name));
    const isSo = async () => (await list()).some(({ name }) => !before.has(name));
    await proven(() => serverInfo.beginPartition({ signal }), isSo);
    const now = await list();
    if (!dryRun && !now.some(({ name }) => !before.has(name)))
      note('the server took the request; no new partition is shown yet');
    return rows(now, partitionColumns, { noun: 'partitions' });
  },
});
