import { rows } from '../../spec/result.ts';
import { query } from '../context.ts';
import { partitionColumns } from './columns.ts';

export const partitionList = query({
  name: 'partition',
  aliases: ['partition list'],
  about: 'list the storage partitions of the event store',
  details: 'Global administrators only.',
  group: 'server',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['storage', 'solr', 'disk'],
  examples: [{ line: 'cbq partition list', shows: 'hot, warm and cold partitions with their time spans' }],
  async run(_input, { cb, signal }) {
    const { serverInfo } = await cb();
    return rows(await serverInfo.partitions({ signal }), partitionColumns, { noun: 'partitions' });
  },
});
