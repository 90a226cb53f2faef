import { CbError, isCbError } from '../errors/cb-error.ts';
import { lacksRight } from '../errors/server-fault.ts';
import { type ProcessEntry, processName } from '../live/process-entry.ts';
import { md5Of } from '../ops/md5-of.ts';
import { createProcessLookup } from '../ops/process-lookup.ts';
import { shownMd5 } from '../text/md5.ts';
import type { VerbContext } from './context.ts';

/**
 * The MD5 (lower case) of what a process runs: of the binary that the server has recorded, else of the file as it is now; which of them is
 * noted. Kind `NotFound` for one without a file.
 */
export async function md5OfProcess(entry: ProcessEntry, context: VerbContext): Promise<string> {
  const name = `${entry.pid} ${processName(entry)}`;
  const recorded = await recordedMd5(entry, context);
  if (recorded !== undefined) {
    context.note(`${name} is ${shownMd5(recorded)}`);
    return recorded;
  }
  const path = filePath(entry.path);
  if (path === '') throw new CbError('NotFound', `process ${name} has no file that could be banned`);
  context.note(`the server has no record of ${name} yet: what counts is the file ${path} as it is now`);
  return await md5OfFile(path, context);
}

async function recordedMd5({ guid }: ProcessEntry, { cb, signal }: VerbContext): Promise<string | undefined> {
  if (guid === '') return undefined;
  try {
    return (await createProcessLookup(cb, signal).find(guid))?.md5;
  } catch (error) {
    // Who may ban need not be one who may see processes.
    if (isCbError(error, 'NotFound', 'ServerError') || lacksRight(error)) return undefined;
    throw error;
  }
}

/** `\??\C:\x.exe` and `\systemroot\x.exe`, as the kernel writes them, as other programs do. */
function filePath(path: string): string {
  return path.replace(/^\\\?\?\\/, '').replace(/^\\systemroot\\/i, 'C:\\Windows\\');
}

/** Read through the session; nothing of it stays here. Kind `Usage` for a directory and an empty file. */
export async function md5OfFile(
  path: string,
  { live, progress, note, signal }: VerbContext,
): Promise<string> {
  const entry = await live.files.mustStat(path, signal);
  if (entry.isDirectory) throw new CbError('Usage', `${path} is a directory: files are banned one by one`);
  if (entry.size === 0) throw new CbError('Usage', `${path} is empty: every empty file has its MD5`);
  const task = progress.start(`reading ${path}`);
  try {
    const md5 = await md5Of(live.files.read(path, {}, signal), (bytes) =>
      task.advance(bytes, entry.size, 'bytes'),
    );
    note(`${path} is ${shownMd5(md5)}`);
    return md5;
  } finally {
    task.stop();
  }
}
