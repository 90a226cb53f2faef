import { basename, dirname, join } from 'node:path';
import type { Sent } from '../api/resources/replies.ts';
import { CbError, isCbError, mayBeDone } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import type { Dumped, DumpStage } from '../live/memory.ts';
import { localTarget } from '../live/transfer/local-target.ts';
import type { ThingChange, ThingState } from '../ports/keeper.ts';
import { type Column, file, record } from '../spec/result.ts';
import { partName } from '../text/local-name.ts';
import { quoteWord } from '../text/quote.ts';
import { plainPath } from '../text/typed-glob.ts';
import { foundState } from '../undo/kinds/file.ts';
import { noThing } from '../undo/states.ts';
import { written } from '../views/written.ts';
import type { VerbContext } from './context.ts';
import { verb } from './context.ts';
import { earlierDump } from './earlier-dump.ts';
import { askForDumpRoom } from './room.ts';

export const memdump = verb({
  name: 'memdump',
  about: 'dump the memory of the sensor to a file there, or fetch it',
  details:
    'It takes minutes and as much room as the sensor has memory. Without a name the dump goes to the temporary directory of the sensor. ' +
    'With --get it is fetched with its SHA-256, its size is checked, and it is removed from the sensor unless --keep says otherwise. ' +
    'A compressed dump has another ending (.zip or .tgz), which the sensor chooses. --resume takes none: it fetches one that is there, from where an ' +
    'earlier fetch broke off, and without a name the one that was taken without a name. Where the sensor has said that it has less room than memory it asks first.',
  group: 'memory',
  wire: ['memdump', 'directory list'],
  wireAtTimes: ['get file', 'delete file'],
  effect: 'changes',
  undo: 'kept',
  effectOf: ({ force }) => (force ? 'destroys' : 'changes'),
  question: ({ remote }) => `dump memory over ${remote ?? 'a file'} on the sensor?`,
  operands: { remote: { kind: 'remotePath', optional: true, about: 'file on the sensor' } },
  options: {
    get: { kind: 'localPath', value: 'LOCAL', about: 'fetch it to this file or folder' },
    compress: { kind: 'flag', about: 'let the sensor compress it' },
    keep: { kind: 'flag', about: 'leave it on the sensor when it has been fetched' },
    force: { kind: 'flag', about: 'over a file that is on the sensor already' },
    resume: { kind: 'flag', about: 'with --get: go on with the fetch of a dump that is there' },
  },
  conflicts: [
    ['resume', 'force'],
    ['resume', 'compress'],
  ],
  search: ['memory', 'dump', 'ram', 'winpmem'],
  examples: [
    { line: 'memdump --compress --get .', shows: 'fetch a compressed dump to the local directory' },
    { line: 'memdump --get . --resume', shows: 'go on with the fetch of a dump that broke off' },
    { line: 'memdump C:\\Windows\\Temp\\evidence.dmp', shows: 'leave a dump on a drive of the sensor' },
  ],

  async run({ remote, get, compress, keep, force, resume }, context) {
    const { live, local: files, note, progress, signal } = context;
    if (resume) return file(await goOn(remote, get, keep, context));
    const { helpers } = live.programs;
    const path = remote === undefined ? await helpers.newPath('.dmp', signal) : live.resolve(remote);
    if (remote !== undefined && !force) await refuseExisting(path, compress, context);
    // Looked at before the minutes that a dump takes.
    const name = live.paths.basename(path);
    if (get !== undefined) await refuseLocal(await localTarget(files, get, name), context);
    const memory = await askForDumpRoom(path, context);
    const stage = drawnStages(progress, memory);
    let stays: string | undefined;
    const isAt = (where: string): void => {
      stays = `the dump stays on the sensor: ${where}`;
    };
    try {
      const change: ThingChange = { thing: { kind: 'file', path }, before: force ? undefined : noThing };
      const dumped = await context.keeper.change(
        [change],
        () =>
          live.files.dumpMemory(path, {
            ...context.writes,
            compress,
            onEnded: () => isAt(path),
            onProgress: stage.onProgress,
          }),
        (ended) => [leftBy(ended, path, get !== undefined && !keep)],
      );
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
      stage.stop();
      return file(await fetchDump(entry, target, { keep, resume: false }, context));
    } catch (error) {
      if (stays === undefined && (mayBeDone(error) || signal.aborted))
        stays = `a dump may be on the sensor, or still be made: ${path}`;
      if (stays !== undefined) note(stays);
      throw error;
    } finally {
      stage.stop();
    }
  },
});

/** Goes on with the fetch of a dump that is there; none is taken. */
async function goOn(
  remote: string | undefined,
  get: string | undefined,
  keep: boolean,
  context: VerbContext,
) {
  if (get === undefined)
    throw new CbError('Usage', '--resume goes on with a fetch', { hint: 'say where to with --get LOCAL' });
  const { entry, isWhole } = await earlierDump(remote, context);
  const target = await localTarget(context.local, get, entry.name);
  await refuseLocal(target, context, true);
  return await fetchDump(entry, target, { keep: keep || !isWhole, resume: true }, context);
}

/** What the sensor is at, with the time that is left where it says how far it has got. */
function drawnStages(progress: VerbContext['progress'], memory: number | undefined) {
  let stage: DumpStage | undefined;
  const draw = (text: string) => progress.start(text, { isOnTop: true });
  let task = draw('dumping memory');
  return {
    onProgress(now: DumpStage, percent: number | undefined): void {
      // Each goes at its own speed.
      if (stage !== undefined && stage !== now) {
        task.stop();
        task = draw(stages[now]);
      }
      stage = now;
      if (percent !== undefined && memory !== undefined) {
        task.say(stages[now]);
        task.advance((memory * percent) / 100, memory, 'bytes');
      } else task.say(`${stages[now]}${percent === undefined ? '' : `: ${percent} %`}`);
    },
    stop: () => task.stop(),
  };
}

/** A compressed dump has another name, and one that was fetched is removed. */
function leftBy(dumped: Sent<Dumped>, path: string, isRemoved: boolean): ThingState | undefined {
  const entry = dumped.sent ? dumped.entry : undefined;
  return isRemoved || entry?.path !== path ? noThing : foundState(entry);
}

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

async function refuseLocal(target: string, { local }: VerbContext, isResumed = false): Promise<void> {
  if ((await local.stat(target)) !== undefined)
    throw new CbError('LocalFile', `${target} is there already`, { hint: 'name another file with --get' });
  const part = join(dirname(target), partName(basename(target)));
  if (isResumed || (await local.stat(part)) === undefined) return;
  throw new CbError('LocalFile', `${part} is there from an earlier fetch`, {
    hint: 'go on with --resume, or name another file with --get',
  });
}

async function fetchDump(
  entry: FileEntry,
  target: string,
  { keep, resume }: { readonly keep: boolean; readonly resume: boolean },
  { live, manifest, note, progress, signal, writes }: VerbContext,
) {
  const task = progress.start(`fetching ${entry.path}`);
  const got = await live.transfers
    .download(entry, target, {
      resume,
      force: false,
      keepTime: true,
      manifest: await manifest(),
      signal,
      onProgress: (_leg, done, total) => task.advance(done, total, 'bytes'),
    })
    .catch((error: unknown) => {
      note(`memdump ${quoteWord(entry.path)} --get ${quoteWord(target)} --resume goes on with it`);
      throw error;
    })
    .finally(() => task.stop());
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
