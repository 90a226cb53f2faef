import { CbError, isCbError } from '../errors/cb-error.ts';
import type { Misreading, RemotePaths } from '../text/remote-path.ts';
import { isDeviceName } from '../text/windows-name.ts';
import { listRaw } from './directory-list.ts';
import type { FileEntry } from './file-entry.ts';
import type { ExactOperands, Workplace } from './workplace.ts';

/**
 * NTFS holds names that Win32 reads otherwise: `foo.` and `foo ` as `foo`, `nul.txt` as a device. Whether a sensor hands paths to Win32, and
 * takes the `\\?\` form, is written nowhere: it is found out once, by asking for such an object and looking at the name that comes back.
 */
export class ExactForm implements ExactOperands {
  #form: 'as it is' | 'verbatim' | undefined;

  async operand(work: Workplace, path: string, signal: AbortSignal): Promise<string> {
    const misreading = work.paths.misread(path);
    if (misreading === undefined) return path;
    this.#form ??= await foundForm(work, misreading, signal);
    return this.#form === 'verbatim' ? work.paths.verbatim(path) : path;
  }

  async newOperand(work: Workplace, path: string, signal: AbortSignal): Promise<string> {
    const { paths } = work;
    if (paths.style === 'windows' && /[\u0000-\u001f"*<>?|]/.test(paths.basename(path)))
      throw new CbError('Usage', `${path} is no name that Windows can have`, { context: { path } });
    const misreading = paths.misread(path);
    if (misreading === undefined) return path;
    if (misreading.upTo !== path) return await this.operand(work, path, signal);
    if (this.#form !== undefined) return await this.operand(work, path, signal);
    throw new CbError('Usage', `${path} is not one object: Windows reads it as ${misreading.as}`, {
      hint: `name the one that is meant: ${misreading.as} or ${paths.verbatim(path)}`,
      context: { path },
    });
  }
}

/** Programs begin in a directory by its Win32 path, which has no other form: one that is read otherwise is refused. */
export function workingDirectory(paths: RemotePaths, path: string): string {
  const plain = /^\\\\\?\\(?=[A-Za-z]:)/.test(path) ? path.slice(4) : path;
  const misreading = paths.misread(plain);
  if (misreading === undefined) return path;
  throw new CbError('Usage', `no program can begin in ${path}: Windows reads it as ${misreading.as}`, {
    hint: `--dir ${misreading.as} begins there, if that is what is meant`,
    context: { path },
  });
}

async function foundForm(
  work: Workplace,
  { upTo, as }: Misreading,
  signal: AbortSignal,
): Promise<'as it is' | 'verbatim'> {
  const { paths } = work;
  const name = paths.basename(upTo);
  const isIt = (entry: FileEntry | undefined): entry is FileEntry =>
    entry !== undefined && paths.same(entry.name, name);
  if (isIt(await entryAt(work, paths.verbatim(upTo), signal))) return 'verbatim';
  const plain = await entryAt(work, upTo, signal);
  // For a device Windows makes an entry up, which has no times.
  if (isIt(plain) && (!isDeviceName(name) || plain.isDirectory || plain.lastWriteTime !== 0))
    return 'as it is';
  const parent = paths.parent(upTo);
  const { rows } = await listRaw(work, paths.asListing(parent), parent, signal);
  const there = rows.some(isIt);
  const what = `${upTo} ${there ? 'cannot be named to' : 'is not on'} ${work.session.sensor.hostname}`;
  throw new CbError(there ? 'CommandFailed' : 'NotOnSensor', what, {
    hint: `Windows reads it as ${as}: name that if it is meant`,
    context: { path: upTo },
  });
}

/** Undefined where the sensor shows nothing there, for whatever reason. */
async function entryAt(
  work: Workplace,
  operand: string,
  signal: AbortSignal,
): Promise<FileEntry | undefined> {
  try {
    return (await listRaw(work, operand, work.paths.parent(operand), signal)).rows[0];
  } catch (error) {
    if (isCbError(error, 'CommandFailed', 'NotOnSensor')) return undefined;
    throw error;
  }
}
