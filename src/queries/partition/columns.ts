import type { Partition } from '../../api/wire/server-info.ts';
import type { Column } from '../../spec/result.ts';

/** Fields by their wire names (contract/server-admin.md). */
export const partitionColumns: readonly Column<Partition>[] = [
  { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name' },
  { field: 'status', head: 'status', of: (row) => row.status },
  { field: 'startDate', head: 'from', of: (row) => row.startDate ?? null, as: 'iso' },
  { field: 'endDate', head: 'to', of: (row) => row.endDate ?? null, as: 'iso' },
  { field: 'sizeInBytes', head: 'size', of: (row) => row.sizeBytes ?? null, as: 'bytes', align: 'right' },
  { field: 'numDocs', head: 'documents', of: (row) => row.documentCount ?? null, align: 'right' },
];
