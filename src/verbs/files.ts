import type { SessionFile } from '../live/server.ts';
import { type Column, rows } from '../spec/result.ts';
import { verb } from './context.ts';

export const files = verb({
  name: 'files',
  about: 'list the files that the session keeps on the server',
  details:
    'What was fetched and put passes through them; they are purged some days after the session is closed.',
  group: 'session',
  session: 'attaches',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['store', 'storage', 'uploads'],
  examples: [{ line: 'files', shows: 'id, name and size of each' }],

  async run(_input, { live, signal }) {
    return rows(await live.store.files(signal), columns, { noun: 'session files' });
  },
});

const columns: readonly Column<SessionFile>[] = [
  { field: 'id', head: 'id', of: (file) => file.id, align: 'right' },
  { field: 'file_name', head: 'name', of: (file) => file.name, style: () => 'name' },
  { field: 'size', head: 'size', of: (file) => file.wire.size, as: 'bytes', align: 'right' },
  {
    field: 'size_uploaded',
    head: 'on server',
    of: (file) => file.wire.size_uploaded,
    as: 'bytes',
    align: 'right',
  },
  {
    field: 'status',
    head: 'status',
    of: (file) => file.wire.status,
    as: 'hex32',
    show: (file) => (file.statusCode === 0 ? 'ok' : `0x${file.statusCode.toString(16).padStart(8, '0')}`),
    style: (file) => (file.statusCode === 0 ? 'ok' : 'bad'),
  },
  { field: 'delete', head: 'deleted', of: (file) => file.wire.delete, wide: true },
];
