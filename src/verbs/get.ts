import { CbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import type { DownloadAllOptions } from '../live/transfer/download-tree.ts';
import { type FileFilter, isFiltering } from '../live/transfer/file-filter.ts';
import { localFolder, localNameOf, localTarget } from '../live/transfer/local-target.ts';
import type { Transfers } from '../live/transfer/transfers.ts';
import { isFolderError } from '../live/transfer/tree.ts';
import { file, type Result, rows } from '../spec/result.ts';
import { lastPart } from '../text/remote-path.ts';
import type { TypedGlob } from '../text/typed-glob.ts';
import { type VerbContext, verb } from './context.ts';
import { transferColumns, transferOutcome } from './transfer-columns.ts';
import { type WatchedWalk, watchWalk } from './watch-walk.ts';

export const get = verb({
  name: 'get',
  about: 'fetch files from the sensor',
  details:
    'The bytes go to NAME.part, are hashed on their way, and get their name when all are there. What breaks off stays as .part, and --resume goes on with it if the file on the sensor is the same. A wildcard or -r fetches several into a local folder, which is made if it is not there. Local files have the time at which the remote ones were written. What a listing does not show - a stream (file:stream), $MFT, a device, a shadow copy - is asked for all the same.',
  group: 'files',
  wire: ['directory list', 'get file'],
  effect: 'reads',
  operands: {
    remote: { kind: 'remoteGlob', about: 'file, wildcard, or with -r a directory' },
    local: {
      kind: 'localPath',
      optional: true,
      about: 'file or folder; the local directory when not said, in a case its place there',
    },
  },
  options: {
    recursive: { kind: 'flag', short: 'r', about: 'directories with all in them' },
    offset: { kind: 'size', value: 'N', about: 'begin behind so many bytes' },
    bytes: { kind: 'size', value: 'N', about: 'at most so many bytes' },
    resume: { kind: 'flag', about: 'go on with an earlier .part' },
    force: { kind: 'flag', about: 'replace a local file that is there' },
    include: { kind: 'text', repeat: true, value: 'GLOB', about: 'of several: files whose name matches' },
    exclude: {
      kind: 'text',
      repeat: true,
      value: 'GLOB',
      about: 'of several: neither files nor directories whose name matches',
    },
    maxSize: { kind: 'size', value: 'N', about: 'of several: files of at most so many bytes' },
    newer: { kind: 'timeMs', about: 'of several: files written at this time or later' },
    noTimes: { kind: 'flag', about: 'local files have the time of now' },
  },
  conflicts: [
    ['recursive', 'offset'],
    ['recursive', 'bytes'],
  ],
  inRegistry: ['reg export KEY --to FILE.reg'],
  search: ['download', 'fetch', 'copy', 'pull', 'collect', 'scp'],
  examples: [
    { line: 'get C:\\Windows\\explorer.exe', shows: 'a copy in the local directory' },
    {
      line: 'get "C:\\Users\\Administrator\\Downloads\\Invoice 4711 (überfällig).docm" ./evidence/',
      shows: 'into a local folder',
    },
    { line: 'get -r C:\\Users\\Public evidence', shows: 'a directory with all in it, as evidence/Public' },
    {
      line: 'get -r /etc etc --include *.conf --max-size 1M --newer 2014-01-01',
      sensor: '1',
      shows: 'some files of a directory',
    },
    { line: 'get C:\\Windows\\explorer.exe head.bin --bytes 4096', shows: 'its first bytes' },
  ],

  async run({ remote, local, ...options }, context) {
    const { live, signal } = context;
    if (local === '-') {
      throw new CbError('Usage', 'get writes to a file, not to stdout', {
        hint: 'cat --raw prints the bytes; ./- is a file of that name',
      });
    }
    const path = live.files.named(remote);
    if (path === undefined) return await matched(remote, local, options, context);
    const [entry] = await live.files.listed(path, signal);
    if (entry === undefined) return await unlisted(path, local, options, context);
    const asked = live.paths.basename(path);
    if (entry.isDirectory && options.recursive) return await tree(entry, { local, asked }, options, context);
    if (!entry.isDirectory && isFiltering(options))
      throw new CbError('Usage', '--include, --exclude, --max-size and --newer are for several files');
    return await single(entry, { local, asked }, options, context);
  },
});

/** What wildcards match; a plain `get` of one that they match alone is that of the file. */
async function matched(
  remote: TypedGlob,
  local: string | undefined,
  options: GetOptions,
  context: VerbContext,
): Promise<Result> {
  const { live, signal } = context;
  const walked = watchWalk(context);
  const entries = await live.files.expand(remote, { signal, ...walked.options });
  const [only, ...others] = entries;
  if (only === undefined || others.length > 0 || options.recursive || isFiltering(options))
    return several(entries, walked, local, options, context);
  const asked = live.paths.basename(live.resolve(remote.typed));
  return await single(only, { local, asked }, options, context);
}

/**
 * A listing does not show everything that can be read: streams, `$MFT`, devices, shadow copies. That it knows nothing is no proof: the
 * sensor is asked for the file itself, whose size nobody knows.
 */
async function unlisted(
  path: string,
  typed: string | undefined,
  { offset, bytes, force }: GetOptions,
  context: VerbContext,
): Promise<Result> {
  const { live, local, progress, manifest, signal } = context;
  const name = live.paths.basename(path) || lastPart(path.replace(/\\$/, ''));
  const target = await localTarget(local, typed ?? (await ownPlace(path, context)), name, name);
  const range = { ...(offset === undefined ? {} : { offset }), ...(bytes === undefined ? {} : { bytes }) };
  const options = { ...range, force, manifest: await manifest(), signal, progress };
  return file(await live.transfers.downloadUnlisted(path, target, options));
}

/** How a file is called: here, and by whoever asks for it. */
interface TypedNames {
  readonly local: string | undefined;
  readonly asked: string;
}

interface GetOptions extends FileFilter {
  readonly recursive: boolean;
  readonly offset: number | undefined;
  readonly bytes: number | undefined;
  readonly resume: boolean;
  readonly force: boolean;
  readonly noTimes: boolean;
}

async function single(
  remote: FileEntry,
  typed: TypedNames,
  { offset, bytes, resume, force, noTimes }: GetOptions,
  context: VerbContext,
): Promise<Result> {
  if (remote.isDirectory) throw isFolderError(remote.path, 'get');
  const { live, local, progress, manifest, signal } = context;
  const place = typed.local ?? (await ownPlace(remote.path, context));
  const target = await localTarget(local, place, remote.name, typed.asked);
  const task = progress.start(`get ${remote.path}`);
  try {
    const got = await live.transfers.download(remote, target, {
      resume,
      force,
      keepTime: !noTimes,
      manifest: await manifest(),
      signal,
      ...(offset === undefined ? {} : { offset }),
      ...(bytes === undefined ? {} : { bytes }),
      onProgress(leg, done, total) {
        task.say(leg === 'to us' ? `get ${remote.path}` : `get ${remote.path}: on its way to the server`);
        task.advance(done, total, 'bytes');
      },
    });
    return file(got);
  } finally {
    task.stop();
  }
}

/** A directory with all in it. */
async function tree(
  entry: FileEntry,
  typed: TypedNames,
  options: GetOptions,
  context: VerbContext,
): Promise<Result> {
  const { live } = context;
  const folder = localFolder(context.local, typed.local ?? (await ownPlace(entry.path, context)));
  const target = { folder, name: localNameOf(entry, live.paths, typed.asked) };
  const fetch = (each: DownloadAllOptions) => live.transfers.downloadTree(entry, target, each);
  return rowsOf(fetch, watchWalk(context), options, context);
}

function several(
  entries: readonly FileEntry[],
  walked: WatchedWalk,
  typed: string | undefined,
  options: GetOptions,
  context: VerbContext,
): Result {
  if (options.offset !== undefined || options.bytes !== undefined)
    throw new CbError('Usage', '--offset and --bytes are for one file');
  const { live, local, evidence } = context;
  async function* fetch(each: DownloadAllOptions) {
    if (typed !== undefined || evidence === undefined)
      return yield* live.transfers.downloadAll(entries, localFolder(local, typed), each);
    for (const [directory, some] of Map.groupBy(entries, ({ path }) => live.paths.parent(path)))
      yield* live.transfers.downloadAll(some, localFolder(local, await evidence(directory)), each);
  }
  return rowsOf(fetch, walked, options, context);
}

/** Where it goes by itself while a case is open; undefined for the local directory. */
async function ownPlace(path: string, { live, evidence }: VerbContext): Promise<string | undefined> {
  return await evidence?.(live.paths.parent(path));
}

function rowsOf(
  fetch: (options: DownloadAllOptions) => ReturnType<Transfers['downloadAll']>,
  { isPartial, notes }: WatchedWalk,
  { recursive, resume, force, noTimes, ...filter }: GetOptions,
  { progress, manifest, signal }: VerbContext,
): Result {
  let filtered = 0;
  async function* fetched() {
    const task = progress.start('get');
    try {
      yield* fetch({
        recursive,
        resume,
        force,
        keepTime: !noTimes,
        manifest: await manifest(),
        filter,
        onFiltered() {
          filtered += 1;
        },
        signal,
        onProgress(remote, _leg, done, total) {
          task.say(`get ${remote}`);
          task.advance(done, total, 'bytes');
        },
      });
    } finally {
      task.stop();
    }
  }
  return rows(fetched(), transferColumns('remote'), {
    noun: 'files',
    outcome: transferOutcome,
    isPartial,
    notes: () => [...notes(), ...(filtered === 0 ? [] : [`left out as asked: ${filtered}`])],
  });
}
