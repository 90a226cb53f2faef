import { basename } from 'node:path';
import { CbError, isCbError } from '../errors/cb-error.ts';
import type { Transferred } from '../live/transfer/tree.ts';
import { verified } from '../live/transfer/verify.ts';
import { file, type Result, rows } from '../spec/result.ts';
import { quoteWord } from '../text/quote.ts';
import { keepingFiles } from '../undo/kinds/file.ts';
import { written } from '../views/written.ts';
import { type VerbContext, verb } from './context.ts';
import { stillNote } from './program-result.ts';
import { askForRoom } from './room.ts';
import { transferColumns, transferOutcome } from './transfer-columns.ts';

export const put = verb({
  name: 'put',
  about: 'copy a local file to the sensor',
  details:
    'What is there already is refused unless --force is given: then it is deleted first, as there is no overwriting on the wire, and is gone where the put fails after that. The size on the sensor is checked afterwards. Where the sensor has said that it has no room for it, that is asked about. With --verify the SHA-256 is, too: a program of the sensor works it out, or where there is none the file is read back. With -r the folder goes into the remote directory, which is made if it is not there.',
  group: 'files',
  wire: ['directory list', 'put file'],
  wireAtTimes: ['delete file', 'create directory', 'create process', 'get file', 'reg query value'],
  effect: 'changes',
  undo: 'kept',
  effectOf: ({ force }) => (force ? 'destroys' : 'changes'),
  question: ({ local, remote = 'the directory of the shell' }) =>
    `put ${basename(local)} to ${remote}, over what is there?`,
  operands: {
    local: { kind: 'localPath', about: 'file, or with -r a folder' },
    remote: { kind: 'remotePath', optional: true, about: "file or directory; the shell's when not said" },
  },
  options: {
    recursive: { kind: 'flag', short: 'r', about: 'a folder with all in it' },
    force: { kind: 'flag', about: 'replace what is there' },
    parents: { kind: 'flag', short: 'p', about: 'make the directories above it that are missing' },
    verify: { kind: 'flag', about: 'compare the SHA-256 of what is on the sensor afterwards' },
    resume: { kind: 'flag', about: 'with -r: leave out what is there with the same size' },
  },
  hereUnless: ['remote'],
  inRegistry: ['reg import FILE.reg'],
  search: ['upload', 'copy', 'send', 'push', 'scp'],
  examples: [
    { line: 'put triage.ps1', shows: 'to the directory of the shell' },
    { line: 'put ./tools/yara64.exe C:\\Windows\\Temp\\', shows: 'into a directory' },
    {
      line: 'put -p --verify triage.ps1 C:\\Windows\\Temp\\new\\in\\',
      shows: 'into one that is made, and its hash compared',
    },
  ],

  async run({ local: typed, remote: typedRemote, recursive, ...how }, context) {
    const source = context.local.resolve(typed);
    const there = await context.local.stat(source);
    if (there === undefined) throw new CbError('LocalFile', `cannot read ${source}: no such file or folder`);
    if (there.isDirectory && !recursive)
      throw new CbError('LocalFile', `${source} is a folder`, { hint: 'put -r takes it with all in it' });
    if (how.resume && !there.isDirectory) throw new CbError('Usage', '--resume is for a folder, with -r');
    const target = { typed: typedRemote, name: basename(source), intoDirectory: there.isDirectory };
    const path = await remoteTarget(target, context);
    await askForRoom(path, source, context);
    if (there.isDirectory) return folder(source, path, how, context);
    const { live } = context;
    if (how.parents) await live.files.makeDirectories(live.paths.parent(path), keepingWrites(context));
    return await single(source, path, how, context);
  },
});

/** Into a directory that is there or that the person means by a separator, else as typed. A folder always goes into it. */
async function remoteTarget(
  target: { readonly typed: string | undefined; readonly name: string; readonly intoDirectory: boolean },
  { live, signal }: VerbContext,
): Promise<string> {
  const { typed, name } = target;
  const path = live.resolve(typed ?? '.');
  const isDirectory =
    typed === undefined ||
    target.intoDirectory ||
    live.paths.meansDirectory(typed) ||
    live.paths.isRoot(path) ||
    (await live.files.stat(path, signal))?.isDirectory === true;
  if (!isDirectory) return path;
  if (live.paths.canMake(name)) return live.paths.join(path, name);
  throw new CbError('Usage', `${name} is no name that ${live.session.sensor.hostname} can have`, {
    hint: 'give it another one: put LOCAL REMOTE',
  });
}

/** What is there is kept before it is changed. */
function keepingWrites({ writes, keeper }: VerbContext) {
  return { ...writes, around: keepingFiles(keeper) };
}

interface How {
  readonly force: boolean;
  readonly resume: boolean;
  readonly verify: boolean;
}

async function single(
  source: string,
  target: string,
  { force, verify }: How,
  context: VerbContext,
): Promise<Result> {
  const { live, progress } = context;
  const task = progress.start(`put ${target}`);
  try {
    const sent = await live.transfers.upload(source, target, {
      ...keepingWrites(context),
      force,
      onProgress: (count, total) => task.advance(count, total, 'bytes'),
    });
    if (!sent.sent) return written(context, '', {});
    if (verify) await mustBeWhole({ ...sent, outcome: 'done' }, context);
    return file({ local: sent.local, remote: sent.remote, size: sent.size, sha256: sent.sha256 });
  } catch (error) {
    if (!isCbError(error, 'NotOnSensor')) throw error;
    const hint = `mkdir -p ${quoteWord(live.paths.parent(target))} makes the directory that it goes into`;
    throw error.reworded({ hint });
  } finally {
    task.stop();
  }
}

async function mustBeWhole(row: Transferred, context: VerbContext): Promise<void> {
  async function* only(): AsyncGenerator<Transferred> {
    yield row;
  }
  for await (const { outcome } of verifying(only(), context)) {
    if (typeof outcome === 'object') throw outcome.failed;
    context.note(`its SHA-256 on ${context.live.session.sensor.hostname} is the same`);
  }
}

function verifying(rows: AsyncIterable<Transferred>, { live, writes, progress, note }: VerbContext) {
  const here = !live.session.supports('create process');
  const onHeld = (): void => note(stillNote('hashing'));
  return verified(live, rows, { ...writes, here, progress, onHeld, onUntold: () => undefined });
}

function folder(
  source: string,
  target: string,
  { force, resume, verify }: How,
  context: VerbContext,
): Result {
  const { live, progress } = context;
  async function* sent() {
    const task = progress.start(`put ${target}`);
    try {
      yield* live.transfers.uploadTree(source, target, {
        ...keepingWrites(context),
        force,
        resume,
        onProgress(path, count, total) {
          task.say(`put ${path}`);
          task.advance(count, total, 'bytes');
        },
      });
    } finally {
      task.stop();
    }
  }
  return rows(verify ? verifying(sent(), context) : sent(), transferColumns('local'), {
    noun: 'files',
    outcome: transferOutcome,
  });
}
