import type { SnapshotRow } from './snapshot-file.ts';

/** What makes a row of a list the same thing in two snapshots, and what of it may change. */
export interface ListForm {
  readonly same: Fields;
  /** Between two sensors: what no two hosts have alike is left out. */
  readonly alike: Fields;
  readonly name: (row: SnapshotRow) => string;
  /** What else says what it is. */
  readonly words: (row: SnapshotRow) => string;
  /** True for a row that another list has, too. */
  readonly isDouble?: (row: SnapshotRow) => boolean;
}

interface Fields {
  readonly key: (row: SnapshotRow) => readonly unknown[];
  readonly compared: readonly string[];
}

export function textOf(row: SnapshotRow, field: string): string {
  const value = row[field];
  return value === null || value === undefined ? '' : Array.isArray(value) ? value.join(' ') : String(value);
}

const by =
  (...fields: readonly string[]) =>
  (row: SnapshotRow) =>
    fields.map((field) => row[field] ?? null);

const lastPart = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);

/** What listens by its own port, what talks by the other side's: the port that a connection goes out by is another each time. */
const socketKey = (more: readonly string[]) => (row: SnapshotRow) =>
  row['remote_port'] === null || row['remote_port'] === undefined
    ? by('protocol', 'local_port', 'process', ...more)(row)
    : by('protocol', 'remote_address', 'remote_port', 'process')(row);

const endText = (row: SnapshotRow, side: 'local' | 'remote'): string =>
  [textOf(row, `${side}_address`), textOf(row, `${side}_port`)].filter((part) => part !== '').join(' ');

const files: ListForm = {
  same: { key: by('filename'), compared: ['size', 'last_write_time', 'attributes'] },
  alike: { key: by('filename'), compared: ['size', 'attributes'] },
  name: (row) => textOf(row, 'filename'),
  words: (row) => [textOf(row, 'size'), textOf(row, 'attributes')].join(' ').trim(),
};

const forms: Readonly<Record<string, ListForm>> = {
  processes: {
    same: { key: by('pid', 'create_time', 'path'), compared: [] },
    alike: { key: by('path', 'command_line', 'username'), compared: [] },
    name: (row) =>
      `${lastPart(textOf(row, 'path')) || textOf(row, 'command_line').replace(/\s.*/s, '')} ${textOf(row, 'pid')}`.trim(),
    words: (row) => textOf(row, 'command_line') || textOf(row, 'path'),
  },
  sockets: {
    same: { key: socketKey(['local_address']), compared: [] },
    alike: { key: socketKey([]), compared: [] },
    name: (row) => `${textOf(row, 'protocol')} ${textOf(row, 'process')}`.trim(),
    words: (row) =>
      row['remote_port'] === null || row['remote_port'] === undefined
        ? `${endText(row, 'local')} ${textOf(row, 'state')}`.trim()
        : endText(row, 'remote'),
  },
  services: {
    same: { key: by('name'), compared: ['state', 'start', 'account', 'path'] },
    alike: { key: by('name'), compared: ['state', 'start', 'account', 'path'] },
    name: (row) => textOf(row, 'name'),
    words: (row) => textOf(row, 'path'),
  },
  tasks: {
    same: { key: by('name', 'path'), compared: ['account', 'enabled', 'state'] },
    alike: { key: by('name', 'path'), compared: ['enabled'] },
    name: (row) => textOf(row, 'name'),
    words: (row) => textOf(row, 'path'),
  },
  accounts: {
    same: { key: by('name'), compared: ['id', 'disabled', 'home', 'shell'] },
    alike: { key: by('name'), compared: ['disabled', 'home', 'shell'] },
    name: (row) => textOf(row, 'name'),
    words: (row) => textOf(row, 'id'),
  },
  autoruns: {
    same: { key: by('place', 'name', 'source', 'account'), compared: ['path', 'checksum'] },
    alike: { key: by('place', 'name', 'path'), compared: ['checksum'] },
    name: (row) => `${textOf(row, 'place')} ${textOf(row, 'name')}`.trim(),
    words: (row) => textOf(row, 'path'),
    isDouble: (row) => row['place'] === 'service' || row['place'] === 'task',
  },
};

/** `files PATH` is the listing of a folder. */
export function listForm(name: string): ListForm | undefined {
  return name.startsWith('files ') ? files : Object.hasOwn(forms, name) ? forms[name] : undefined;
}
