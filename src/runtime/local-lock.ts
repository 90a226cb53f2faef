import { constants, promises } from 'node:fs';
import { CbError } from '../errors/cb-error.ts';
import { LocalFault } from '../errors/local-fault.ts';
import type { PartLock } from '../ports/local-files.ts';
import { partName } from '../text/local-name.ts';
import { temporaryName } from '../text/temporary-name.ts';
import { hasCode, localFileError } from './local-file-error.ts';
import { readLocalText } from './local-reader.ts';
import type { Folder } from './local-spot.ts';

/** Who takes a lock, and who of this machine still runs. */
export interface LockOwner {
  readonly pid: number;
  readonly host: () => string;
  isRunning(pid: number): boolean;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one of the same pid; null where the system does not say. */
  readonly started: string | null;
}

/**
 * `NAME.part.lock`: made by whoever writes to the part, for as long as it does. One whose process has gone is taken away by whoever makes
 * `NAME.part.lock.take` first: several may find it at once, and what one of them has made since must not be taken for the old one.
 */
export async function lockPart(folder: Folder, name: string, owner: LockOwner): Promise<PartLock> {
  const file = `${partName(name)}.lock`;
  const own = JSON.stringify({ pid: owner.pid, host: owner.host(), started: await startOf(owner.pid) });
  for (let tries = 0; tries < 2; tries++) {
    if (await made(folder, file, own)) return { release: () => release(folder, file, own) };
    const found = await held(folder, file);
    if (found !== undefined && !(await isStale(found, owner))) throw inUse(folder, name, file, found);
    if (found !== undefined) await takeAway(folder, name, { file, stale: found, own, owner });
  }
  throw inUse(folder, name, file, undefined);
}

/**
 * Written under another name first, and linked: it is there with its text or not at all, whenever the process is killed. Without its text
 * nobody could tell that it is stale.
 */
async function made(folder: Folder, file: string, text: string): Promise<boolean> {
  const { path, shown } = await folder.at(file);
  const { randomBytes } = await import('node:crypto');
  const { path: written } = await folder.at(temporaryName(randomBytes(8)));
  try {
    await writeNew(written, text);
    try {
      await promises.link(written, path);
    } catch (error) {
      if (hasCode(error, 'EEXIST')) throw error;
      // Not every file system has links.
      await writeNew(path, text);
    } finally {
      await promises.unlink(written).catch(() => undefined);
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw localFileError(error, 'write', shown);
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const handle = await promises.open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  let isWritten = false;
  try {
    await handle.writeFile(text);
    isWritten = true;
  } finally {
    await handle.close();
    if (!isWritten) await promises.unlink(path).catch(() => undefined);
  }
}

/** Its text; undefined where it has gone meanwhile. What is no plain file is somebody's: it is never taken over. */
async function held(folder: Folder, file: string): Promise<string | undefined> {
  const { path, shown } = await folder.at(file);
  try {
    return await readLocalText(path, { noFollow: true }, shown);
  } catch (error) {
    if (error instanceof LocalFault && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function isStale(text: string, owner: LockOwner): Promise<boolean> {
  const holder = holderOf(text);
  if (holder?.host !== owner.host()) return false;
  if (!owner.isRunning(holder.pid)) return true;
  const started = await startOf(holder.pid);
  return started !== null && holder.started !== null && started !== holder.started;
}

async function takeAway(
  folder: Folder,
  name: string,
  {
    file,
    stale,
    own,
    owner,
  }: { readonly file: string; readonly stale: string; readonly own: string; readonly owner: LockOwner },
): Promise<void> {
  const taking = `${file}.take`;
  const isOurs = (await made(folder, taking, own)) || (await madeInPlace(folder, taking, own, owner));
  if (!isOurs) throw inUse(folder, name, taking, await held(folder, taking));
  try {
    // Nobody else takes one away meanwhile, and who made it has gone.
    const { path, shown } = await folder.at(file);
    if ((await held(folder, file)) !== stale) return;
    await promises.unlink(path).catch((error: unknown) => {
      throw localFileError(error, 'take over', shown);
    });
  } finally {
    await release(folder, taking, own);
  }
}

/** The same for one whose maker was killed with it in hand: it is moved aside, so that of several who find it one has it, and made anew. */
async function madeInPlace(folder: Folder, file: string, own: string, owner: LockOwner): Promise<boolean> {
  const found = await held(folder, file);
  if (found === undefined) return await made(folder, file, own);
  if (!(await isStale(found, owner))) return false;
  const { path, shown } = await folder.at(file);
  const { randomBytes } = await import('node:crypto');
  const asideName = temporaryName(randomBytes(8));
  const { path: aside } = await folder.at(asideName);
  try {
    await promises.rename(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw localFileError(error, 'take over', shown);
  }
  const moved = await held(folder, asideName);
  // Somebody has made one since: it stays theirs.
  if (moved !== found) await promises.link(aside, path).catch(() => undefined);
  await promises.unlink(aside).catch(() => undefined);
  return moved === found && (await made(folder, file, own));
}

async function release(folder: Folder, file: string, own: string): Promise<void> {
  if ((await held(folder, file).catch(() => undefined)) !== own) return;
  const { path } = await folder.at(file);
  await promises.unlink(path).catch(() => undefined);
}

function inUse(folder: Folder, name: string, file: string, text: string | undefined): CbError {
  const holder = text === undefined ? undefined : holderOf(text);
  const who = holder === undefined ? 'another program' : `process ${holder.pid} on ${holder.host}`;
  return new CbError('LocalFile', `${partName(name)} in ${folder.path} is being written by ${who}`, {
    hint: `wait for it; where no such process runs any more, remove ${file}`,
  });
}

function holderOf(text: string): Holder | undefined {
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<Record<keyof Holder, unknown>>;
    if (!Number.isSafeInteger(pid) || typeof host !== 'string') return undefined;
    return { pid: Number(pid), host, started: typeof started === 'string' ? started : null };
  } catch {
    return undefined;
  }
}

/** When a process began, in the ticks of Linux; null elsewhere. */
async function startOf(pid: number): Promise<string | null> {
  const text = await promises.readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // The name of the program stands in brackets, and may hold anything.
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
