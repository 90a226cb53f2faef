import { CbError, isCbError, mayBeDone } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { localTarget } from '../live/transfer/local-target.ts';
import { type Column, file, record } from '../spec/result.ts';
import { plainPath } from '../text/typed-glob.ts';
import { written } from '../views/written.ts';
import type { VerbContext } from './context.ts';
import { verb } from './context.ts';

export const memdump = verb({
  name: 'memdump',
  about: 'dump the memory of the sensor to a file there, or fetch it',
  details:
    'It takes minutes and as much room as the sensor has memory. Without a name the dump goes to the temporary directory of the sensor. ' +
    'With --get it is fetched with its SHA-256, its size is checked, and it is removed from the sensor unless --keep says otherwise. ' +
    'A compressed dump has another ending (.zip or .tgz), which the sensor chooses.',
  group: 'memory',
  wire: ['memdump', 'directory list'],
  wireAtTimes: ['get file', 'delete file'],
  effect: 'changes',
  effectOf: ({ force }) => (force ? 'destroys' : 'changes'),
  question: ({ remote }) => `dump memory over ${remote ?? 'a file'} on the sensor?`,
  operands: { remote: { kind: 'remotePath', optional: true, about: 'file on the sensor' } },
  options: {
    get: { kind: 'localPath', value: 'LOCAL', about: 'fetch it to this file or folder' },
    compress: { kind: 'flag', about: 'let the sensor compress it' },
    keep: { kind: 'flag', about: 'leave it on the sensor when it has been fetched' },
    force: { kind: 'flag', about: 'over a file that is on the sensor already' },
  },
  search: ['memory', 'dump', 'ram', 'winpmem'],
  examples: [
    { line: 'memdump --compress --get .', shows: 'fetch a compressed dump to the local directory' },
    { line: 'memdump C:\\Windows\\Temp\\evidence.dmp', shows: 'leave a dump on a drive of the sensor' },
  ],

  async run({ remote, get, compress, keep, force }, context) {
    const { live, local: files, note, progress, signal } = context;
    const { helpers } = live.programs;
    const path = remote === undefined ? await helpers.newPath('.dmp', signal) : live.resolve(remote);
    if (remote !== undefined && !force) await refuseExisting(path, compress, context);
    // Looked at before the minutes that a dump takes.
    const name = live.paths.basename(path);
    if (get !== undefined) await refuseLocal(await localTarget(files, get, name), context);
    const task = progress.start('dumping memory');
    let stays: string | undefined;
    const isAt = (where: string): void => {
      stays = `the dump stays on the sensor: ${where}`;
    };
    try {
      const dumped = await live.files.dumpMemory(path, {
        ...context.writes,
        compress,
        onEnded: () => isAt(path),
        onProgress: (stage, percent) =>
          task.say(`${stages[stage]}${percent === undefined ? '' : `: ${percent} %`}`),
      });
      if (!dumped.sent) return written(context, '', {});
      const { entry, returnCode } = dumped;
      if (returnCode !== undefined && returnCode !== 0)
        throw new CbError('CommandFailed', `memdump ${path}: the dump ended with code ${returnCode}`);
      if (entry === undefined) {
        stays = undefined;
        throw new CbError('CommandFailed', `memdump ${path}: it has ended, but there is no file`);
      }
      if (get === undefined) return record(entry, columns);
      isAt(entry.path);
      const target = await localTarget(files, get, entry.name);
      task.say(`fetching ${entry.path}`);
      return file(await fetchDump(entry, target, keep, task.advance, context));
    } catch (error) {
      if (stays === undefined && (mayBeDone(error) || signal.aborted))
        stays = `a dump may be on the sensor, or still be made: ${path}`;
      if (stays !== undefined) note(stays);
      throw error;
    } finally {
      task.stop();
    }
  },
});

const stages = {
  waiting: 'waiting for the sensor to dump its memory',
  dumping: 'dumping memory',
  compressing: 'compressing the dump',
} as const;

async function refuseExisting(path: string, compress: boolean, { live, signal }: VerbContext): Promise<void> {
  const { paths } = live;
  const name = paths.basename(path).toLowerCase();
  const { entries } = await live.files.look(plainPath(paths.parent(path)), { signal });
  const there = entries.find((entry) => {
    const other = entry.name.toLowerCase();
    return other === name || (compress && [`${name}.zip`, `${name}.tgz`].includes(other));
  });
  if (there === undefined) return;
  throw new CbError('CommandFailed', `${there.path} is on the sensor already`, {
    hint: 'name another file, or dump over it with --force',
    context: { path: there.path },
  });
}

async function refuseLocal(target: string, { local }: VerbContext): Promise<void> {
  if ((await local.stat(target)) === undefined) return;
  throw new CbError('LocalFile', `${target} is there already`, { hint: 'name another file with --get' });
}

async function fetchDump(
  entry: FileEntry,
  target: string,
  keep: boolean,
  advance: (done: number, total: number | undefined, unit: 'bytes') => void,
  { live, manifest, note, signal, writes }: VerbContext,
) {
  const got = await live.transfers.download(entry, target, {
    resume: false,
    force: false,
    keepTime: true,
    manifest: await manifest(),
    signal,
    onProgress: (_leg, done, total) => advance(done, total, 'bytes'),
  });
  if (entry.size === undefined) {
    note(
      `the sensor does not say how long ${entry.path} is: nobody can tell whether it is whole, and it stays there`,
    );
    return got;
  }
  if (got.size !== entry.size) {
    throw new CbError('Integrity', `memdump: ${entry.size} bytes on the sensor, ${got.size} fetched`, {
      hint: `${got.local} is not all of it`,
    });
  }
  if (!keep) await removeDump(entry.path);
  return got;

  /** The dump is here: what cannot be removed there is said, and no failure. */
  async function removeDump(path: string): Promise<void> {
    try {
      await live.files.remove(path, writes);
    } catch (error) {
      if (!isCbError(error)) throw error;
      note(`${error.message}; the dump stays on the sensor: ${path}`);
    }
  }
}

const columns: readonly Column<FileEntry>[] = [
  { field: 'path', head: 'path', of: (entry) => entry.path, style: () => 'name' },
  { field: 'size', head: 'size', of: (entry) => entry.size ?? null, as: 'bytes' },
  { field: 'last_write_time', head: 'written', of: (entry) => entry.lastWriteTime, as: 'unixSec' },
];
