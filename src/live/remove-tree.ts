import { CbError } from '../errors/cb-error.ts';
import { toNumber } from '../text/number.ts';
import { quoteForPosix } from '../text/quote.ts';
import { type PathStyle, type RemotePaths, remotePaths } from '../text/remote-path.ts';
import { cmdPath } from './cmd-path.ts';
import type { WriteOptions } from './command-options.ts';
import type { FileEntry } from './file-entry.ts';
import { statEntry } from './files.ts';
import { type MoreOptions, type Workplace, writing } from './workplace.ts';

const deadlineMs = 3_600_000;

/**
 * Deletes a directory with all in it, through the sensor's own interpreter: there is no command object for it
 * (contract/live-response-commands.md). A link is deleted itself, not what it leads to. Looks afterwards whether it is gone.
 */
export async function removeTree(
  work: Workplace,
  entry: Pick<FileEntry, 'path' | 'isLink'>,
  how: WriteOptions,
  options: MoreOptions = {},
): Promise<void> {
  const { path } = entry;
  refuseRoot(work.paths, path);
  const what = `rm -r ${path}`;
  const ended = await removedBy(
    work,
    { path, what, lines: removalCommands(work.paths.style, path, entry.isLink) },
    how,
    { deadlineMs, ...options },
  );
  if (ended.isGone) return;
  throw new CbError('CommandFailed', `${what}: it is still there, or some of what is in it`, {
    hint: 'a file in it is in use or protected; ls -l shows what is left',
    context: { path, return_code: ended.returnCode },
  });
}

/** Deletes a directory that has nothing in it, in the same way: one with something in it stays as it is. */
export async function removeEmpty(work: Workplace, path: string, how: WriteOptions): Promise<void> {
  refuseRoot(work.paths, path);
  const lines =
    work.paths.style === 'unix'
      ? [`/bin/rmdir -- ${quoteForPosix([path])}`]
      : removalCommands('windows', path, true);
  const what = `rmdir ${path}`;
  const ended = await removedBy(work, { path, what, lines }, how);
  if (ended.isGone) return;
  throw new CbError('CommandFailed', `${what}: it is still there`, {
    hint: 'what is in it keeps it; ls shows that',
    context: { path, return_code: ended.returnCode },
  });
}

/** By one line after the other; a look behind each says whether it is gone. */
async function removedBy(
  work: Workplace,
  { path, what, lines }: { readonly path: string; readonly what: string; readonly lines: readonly string[] },
  how: WriteOptions,
  options: MoreOptions = {},
): Promise<{ readonly isGone: boolean; readonly returnCode: number | undefined }> {
  let returnCode: number | undefined;
  for (const object of lines) {
    const ended = await work.runner.run(
      {
        name: 'create process',
        object,
        wait: true,
        // Not the shell's own directory: a system may hold on to a directory that a program runs in.
        working_directory: work.paths.style === 'windows' ? 'C:\\' : '/',
      },
      writing(what, how, options),
    );
    if (!ended.sent || (await statEntry(work, path, how.signal)) === undefined)
      return { isGone: true, returnCode };
    returnCode = toNumber(ended.wire['return_code']);
  }
  return { isGone: false, returnCode };
}

/** `Usage` for a root, also by the name of its index: `C:\::$INDEX_ALLOCATION`. */
export function refuseRoot(paths: RemotePaths, path: string): void {
  const isIndex = paths.style === 'windows' && /^:[^:]*:\$INDEX_ALLOCATION$/i.test(paths.basename(path));
  if (paths.isRoot(path) || (isIndex && paths.isRoot(paths.parent(path))))
    throw new CbError('Usage', `${path} is a root: it is not deleted`);
}

/**
 * The command lines that delete a directory, each for what the one before has left; `Usage` for a name that cannot be quoted. On Windows
 * the second takes the names below that Win32 would read otherwise.
 */
export function removalCommands(style: PathStyle, path: string, isLink: boolean): readonly string[] {
  if (style === 'unix') return [`/bin/rm -rf -- '${path.replaceAll("'", "'\\''")}'`];
  // Without /s a link goes away and what it leads to stays. /d: nothing that the registry names is run first.
  const line = `cmd.exe /d /v:off /c rmdir ${isLink ? '' : '/s '}/q `;
  const ways = new Set([cmdPath(path), ...(isLink ? [] : [cmdPath(remotePaths(style).verbatim(path))])]);
  return [...ways].map((way) => line + way);
}
