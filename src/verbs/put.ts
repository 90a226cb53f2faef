import { basename } from 'node:path';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { file, type Result, rows } from '../spec/result.ts';
import { quoteWord } from '../text/quote.ts';
import { written } from '../views/written.ts';
import { type VerbContext, verb } from './context.ts';
import { transferColumns, transferOutcome } from './transfer-columns.ts';

export const put = verb({
  name: 'put',
  about: 'copy a local file to the sensor',
  details:
    'What is there already is refused unless --force is given: then it is deleted first, as there is no overwriting on the wire, and is gone where the put fails after that. The size on the sensor is checked afterwards. With -r the folder goes into the remote directory, which is made if it is not there.',
  group: 'files',
  wire: ['directory list', 'put file', 'delete file', 'create directory'],
  effect: 'changes',
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
    resume: { kind: 'flag', about: 'with -r: leave out what is there with the same size' },
  },
  search: ['upload', 'copy', 'send', 'push', 'scp'],
  examples: [
    { line: 'put triage.ps1', shows: 'to the directory of the shell' },
    { line: 'put ./tools/yara64.exe C:\\Windows\\Temp\\', shows: 'into a directory' },
  ],

  async run({ local: typed, remote: typedRemote, recursive, force, resume }, context) {
    const source = context.local.resolve(typed);
    const there = await context.local.stat(source);
    if (there === undefined) throw new CbError('LocalFile', `cannot read ${source}: no such file or folder`);
    if (there.isDirectory && !recursive)
      throw new CbError('LocalFile', `${source} is a folder`, { hint: 'put -r takes it with all in it' });
    if (resume && !there.isDirectory) throw new CbError('Usage', '--resume is for a folder, with -r');
    const target = { typed: typedRemote, name: basename(source), intoDirectory: there.isDirectory };
    const path = await remoteTarget(target, context);
    if (there.isDirectory) return folder(source, path, { force, resume }, context);
    return await single(source, path, force, context);
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

async function single(source: string, target: string, force: boolean, context: VerbContext): Promise<Result> {
  const { live, progress } = context;
  const task = progress.start(`put ${target}`);
  try {
    const sent = await live.transfers.upload(source, target, {
      ...context.writes,
      force,
      onProgress: (count, total) => task.advance(count, total, 'bytes'),
    });
    if (!sent.sent) return written(context, '', {});
    return file({ local: sent.local, remote: sent.remote, size: sent.size, sha256: sent.sha256 });
  } catch (error) {
    if (!isCbError(error, 'NotOnSensor')) throw error;
    const hint = `mkdir -p ${quoteWord(live.paths.parent(target))} makes the folder that it goes into`;
    throw error.reworded({ hint });
  } finally {
    task.stop();
  }
}

function folder(
  source: string,
  target: string,
  { force, resume }: { readonly force: boolean; readonly resume: boolean },
  { live, progress, writes }: VerbContext,
): Result {
  async function* sent() {
    const task = progress.start(`put ${target}`);
    try {
      yield* live.transfers.uploadTree(source, target, {
        ...writes,
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
  return rows(sent(), transferColumns('local'), { noun: 'files', outcome: transferOutcome });
}
