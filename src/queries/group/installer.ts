import { CbError } from '../../errors/cb-error.ts';
import { fetchInstaller, installers } from '../../ops/installer.ts';
import { newFile } from '../../ops/new-file.ts';
import { type Column, record } from '../../spec/result.ts';
import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { groupKind } from './group-kind.ts';

interface Fetched {
  readonly groupId: number;
  readonly kind: string;
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

const columns: readonly Column<Fetched>[] = [
  { field: 'group_id', head: 'group', of: ({ groupId }) => groupId },
  { field: 'kind', head: 'kind', of: ({ kind }) => kind },
  { field: 'path', head: 'path', of: ({ path }) => path, style: () => 'name', whole: true },
  { field: 'size', head: 'size', of: ({ size }) => size, as: 'bytes' },
  { field: 'sha256', head: 'sha256', of: ({ sha256 }) => sha256 },
];

export const groupInstaller = query({
  name: 'group installer',
  about: 'fetch the archive that installs a sensor into a group',
  details:
    'It holds the installer for a system and the settings of the group: whoever runs it has a sensor that reports to this server. Nothing that is there is replaced without --force.',
  group: 'groups and users',
  effect: 'reads',
  operands: {
    group: { kind: 'group', about: 'id or name' },
    system: {
      kind: 'choice',
      choices: ['windows', 'windows-msi', 'macos', 'linux'],
      about: 'for which system',
    },
  },
  options: {
    to: {
      kind: 'localPath',
      value: 'FILE',
      about: 'a folder or the file; cb-sensor-GROUP-SYSTEM here when not said',
    },
    force: { kind: 'flag', about: 'replace a file that is there' },
  },
  search: ['download', 'deploy', 'msi', 'package', 'agent'],
  examples: [{ line: 'cbq group installer Servers linux', shows: 'where it is, and its SHA-256' }],
  async run({ group: typed, system, to, force }, context) {
    const { runtime, signal } = context;
    const cb = await context.cb();
    const list = () => cb.sensorGroups.list({ signal });
    const [group] = await picked([typed], groupKind, list, context);
    if (group === undefined) throw new CbError('Usage', 'a group has to be named');
    const installer = installers[system];
    const name = `cb-sensor-${group.id}-${system}.${installer.ending}`;
    const target = runtime.files.resolve(to ?? '.');
    const isFolder = (await runtime.files.stat(target))?.isDirectory === true;
    const file = await newFile(
      runtime.files,
      isFolder ? `${target.replace(/[\\/]$/, '')}/${name}` : target,
      force,
    );
    const task = runtime.progress.start(`fetching ${name}`);
    try {
      const onProgress = (bytes: number) => task.advance(bytes, undefined, 'bytes');
      const got = await fetchInstaller(cb, group, installer, { file, signal, onProgress });
      return record({ groupId: group.id, kind: installer.kind, path: file.path, ...got }, columns);
    } finally {
      task.stop();
    }
  },
});
