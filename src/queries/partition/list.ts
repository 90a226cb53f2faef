import type { Partition } from '../../api/wire/server-info.ts';
import { type Column, rows } from '../../spec/result.ts';
import { query } from '../context.ts';

const columns: readonly Column<Partition>[] = [
  { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name' },
  { field: 'status', head: 'status', of: (row) => row.status },
  { field: 'startDate', head: 'from', of: (row) => row.startDate ?? null, as: 'iso' },
  { field: 'endDate', head: 'to', of: (row) => row.endDate ?? null, as: 'iso' },
  { field: 'sizeInBytes', head: 'size', of: (row) => row.sizeBytes ?? null, as: 'bytes', align: 'right' },
  { field: 'numDocs', head: 'documents', of: (row) => row.documentCount ?? null, align: 'right' },
];

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
    return rows(await serverInfo.partitions({ signal }), columns, { noun: 'partitions' });
  },
});
