import type { FileEntry } from '../live/file-entry.ts';
import type { Column } from '../spec/result.ts';
import { formatBytes } from '../text/bytes.ts';

const letters: Readonly<Record<string, string | undefined>> = {
  DIRECTORY: 'D',
  READONLY: 'R',
  HIDDEN: 'H',
  SYSTEM: 'S',
  ARCHIVE: 'A',
  REPARSE_POINT: 'L',
  SYMLINK: 'L',
  COMPRESSED: 'C',
  ENCRYPTED: 'E',
  OFFLINE: 'O',
  TEMPORARY: 'T',
  DEVICE: 'V',
};

/** Fields of `directory list` by the wire's names, and the whole path. (contract/live-response-commands.md) */
export const entryColumns = {
  attributes: { field: 'attributes', head: 'attributes', of: (entry) => entry.attributes, as: 'flags' },
  /** The same, in a table by their letters. */
  letters: {
    field: 'attributes',
    head: 'attr',
    of: (entry) => entry.attributes,
    as: 'flags',
    show: ({ attributes }) => attributes.map((flag) => letters[flag] ?? '').join(''),
  },
  size: {
    field: 'size',
    head: 'size',
    of: (entry) => entry.size ?? null,
    as: 'bytes',
    show: (entry) => (entry.isDirectory ? '<dir>' : sizeText(entry)),
    // 0 would be an empty file, which neither a directory is nor what nobody knows the size of.
    plain: (entry) => (entry.isDirectory ? '' : entry.size),
    align: 'right',
  },
  created: { field: 'create_time', head: 'created', of: (entry) => entry.createTime, as: 'unixSec', drop: 2 },
  accessed: {
    field: 'last_access_time',
    head: 'accessed',
    of: (entry) => entry.lastAccessTime,
    as: 'unixSec',
    drop: 1,
  },
  written: { field: 'last_write_time', head: 'written', of: (entry) => entry.lastWriteTime, as: 'unixSec' },
  altName: { field: 'alt_name', head: '8.3 name', of: (entry) => entry.altName ?? null, drop: 3 },
  name: { field: 'filename', head: 'name', of: (entry) => entry.name, style: nameStyle, whole: true },
  path: { field: 'path', head: 'path', of: (entry) => entry.path, style: nameStyle, whole: true },
} as const satisfies Record<string, Column<FileEntry>>;

export function sizeText({ size }: Pick<FileEntry, 'size'>): string {
  return size === undefined ? '' : formatBytes(size);
}

function nameStyle(entry: FileEntry): 'name' | 'dim' | undefined {
  if (entry.isDirectory) return 'name';
  return entry.attributes.includes('HIDDEN') ? 'dim' : undefined;
}
