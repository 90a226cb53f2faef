import { CbError } from '../../errors/cb-error.ts';
import type { LocalFiles, LocalStat } from '../../ports/local-files.ts';
import { rows } from '../../spec/result.ts';
import { builtin } from '../shell-context.ts';

interface LocalRow {
  readonly path: string;
  readonly name: string;
  readonly stat: LocalStat | undefined;
}

const typeOf = ({ stat }: LocalRow): string =>
  stat?.isLink ? 'link' : stat?.isDirectory ? 'dir' : stat?.isFile ? 'file' : 'other';

const columns = [
  { field: 'type', head: 'type', of: typeOf },
  {
    field: 'size',
    head: 'size',
    of: ({ stat }: LocalRow) => (stat?.isFile ? stat.size : undefined),
    as: 'bytes' as const,
    align: 'right' as const,
  },
  {
    field: 'modified',
    head: 'modified',
    of: ({ stat }: LocalRow) => (stat === undefined ? undefined : Math.floor(stat.modifiedMs / 1000)),
    as: 'unixSec' as const,
  },
  {
    field: 'name',
    head: 'name',
    of: ({ name }: LocalRow) => name,
    localFile: ({ path, stat }: LocalRow) => (stat?.isDirectory ? `${path}/` : path),
    style: () => 'name' as const,
  },
];

export const lls = builtin({
  name: 'lls',
  about: 'list a local directory',
  group: 'shell',
  effect: 'reads',
  operands: { path: { kind: 'localPath', optional: true, about: 'the local directory when left out' } },
  options: {},
  examples: [{ line: 'lls ~/cases', shows: 'what is in a local folder' }],

  async run({ path = '.' }, { runtime }) {
    const stat = await runtime.files.stat(path);
    if (stat === undefined)
      throw new CbError('LocalFile', `cannot list ${runtime.files.resolve(path)}: no such file or folder`);
    const found = stat.isDirectory
      ? entries(runtime.files, path)
      : [{ path: runtime.files.resolve(path), name: path, stat }];
    return rows(found, columns, { noun: 'local files' });
  },
});

async function* entries(files: LocalFiles, path: string): AsyncGenerator<LocalRow> {
  const folder = files.resolve(path);
  for (const { name } of await files.list(folder)) {
    // What vanished since, or cannot be looked at, is listed by its name alone.
    const path = `${folder}/${name}`;
    yield { path, name, stat: await files.stat(path).catch(() => undefined) };
  }
}
