import type { FileEntry } from '../live/file-entry.ts';
import { type Column, record, rows } from '../spec/result.ts';
import { formatBytes } from '../text/bytes.ts';
import { verb } from './context.ts';
import { entryColumns } from './file-columns.ts';
import { keyPatterns } from './reg/items.ts';
import { statItems } from './reg/stat-items.ts';
import { watchWalk } from './watch-walk.ts';

export const stat = verb({
  name: 'stat',
  about: 'show what is known of a file, directory, key or value',
  group: 'files',
  wire: ['directory list'],
  wireAtTimes: ['reg enum key'],
  effect: 'reads',
  operands: { path: { kind: 'itemGlob', many: true, about: 'file, directory, key, value or wildcard' } },
  options: {},
  search: ['attrib', 'exists', 'times', 'info', 'size', 'registry'],
  examples: [
    { line: 'stat C:\\Windows\\explorer.exe', shows: 'attributes, size and three times' },
    { line: 'stat HKLM\\SOFTWARE\\Microsoft', shows: 'how many subkeys and values a key has' },
  ],

  async run({ path }, context) {
    const { live, signal } = context;
    const keys = keyPatterns(path, live);
    if (keys !== undefined) return await statItems(keys.flat(), context);
    const { options, isPartial, notes } = watchWalk(context);
    const entries: FileEntry[] = [];
    for (const glob of path) entries.push(...(await live.files.expand(glob, { signal, ...options })));
    const [only] = entries;
    if (only !== undefined && entries.length === 1) return record(only, columns, { isPartial });
    return rows(entries, columns, { noun: 'entries', isPartial, notes });
  },
});

const { path, name, attributes, size, created, accessed, written, altName } = entryColumns;
const columns: readonly Column<FileEntry>[] = [
  path,
  name,
  attributes,
  {
    ...size,
    show: ({ size }) =>
      size === undefined || size < 1024 ? String(size ?? '') : `${formatBytes(size)} (${size})`,
  },
  created,
  accessed,
  written,
  altName,
];
