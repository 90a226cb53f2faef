import type { SessionFile } from '../api/wire/session-file.ts';
import type { Column } from '../spec/result.ts';
import { describeResult } from '../text/hresult.ts';

/** Files that a session keeps on the server, by their wire names (contract/live-response.md). */
export const sessionFileColumns: readonly Column<SessionFile>[] = [
  { field: 'id', head: 'id', of: ({ id }) => id, align: 'right' },
  { field: 'file_name', head: 'name', of: ({ name }) => name, style: () => 'name' },
  { field: 'size', head: 'size', of: ({ wire }) => wire.size, as: 'bytes', align: 'right' },
  {
    field: 'size_uploaded',
    head: 'on server',
    of: ({ wire }) => wire.size_uploaded,
    as: 'bytes',
    align: 'right',
  },
  {
    field: 'status',
    head: 'status',
    of: ({ wire }) => wire.status,
    as: 'hex32',
    show: ({ statusCode: code }) => (code === 0 ? 'ok' : describeResult({ type: 'WinHresult', code })),
    style: ({ statusCode }) => (statusCode === 0 ? 'ok' : 'bad'),
  },
  { field: 'delete', head: 'deleted', of: ({ wire }) => wire.delete, wide: true },
];
