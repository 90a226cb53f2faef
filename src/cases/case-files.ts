import { createHash } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';
import { CbError } from '../errors/cb-error.ts';
import { hasLocalCode } from '../errors/local-fault.ts';
import type { LocalFiles, NewLocalFile } from '../ports/local-files.ts';
import { unaskedLocalName } from '../text/local-name.ts';
import type { CaseFolder } from './case-folder.ts';

/** A file in the folder of a case. */
export interface KeptFile {
  /** Below the folder of the case. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Where a file of ours is to be: a folder of the case, and what it is called there if nothing else is. */
export interface CasePlace {
  readonly folder: string;
  readonly name: string;
}

export async function sha256OfFile(path: string, files: Pick<LocalFiles, 'read'>): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of files.read(path)) digest.update(chunk);
  return digest.digest('hex');
}

/** How the journal calls a file: below the folder of the case where it is in there, else by its whole path. */
export function nameInCase({ path }: Pick<CaseFolder, 'path'>, file: string): string {
  const below = relative(path, file);
  return below === '' || below.startsWith('..') || isAbsolute(below) ? file : below.replaceAll('\\', '/');
}

const most = 10_000;

/** Writes what comes into a new file of the case, 0600; one that is there already stays, and the new one is called `a (2).txt`. */
export async function addFile(
  { path }: Pick<CaseFolder, 'path'>,
  { folder, name }: CasePlace,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  files: LocalFiles,
): Promise<KeptFile> {
  await files.makeDirectory(`${path}/${folder}`, { parents: true, mode: 0o700 });
  const { free, made } = await openFree(`${path}/${folder}`, unaskedLocalName(name), files);
  const digest = createHash('sha256');
  try {
    for await (const chunk of chunks) {
      digest.update(chunk);
      await made.write(chunk);
    }
    await made.finish();
    return { file: `${folder}/${free}`, bytes: made.size(), sha256: digest.digest('hex') };
  } finally {
    await made.abandon();
  }
}

/** Nobody of ours takes the name while the part of it is there: another process that adds one, or was killed at it. */
async function openFree(
  folder: string,
  wanted: string,
  files: LocalFiles,
): Promise<{ readonly free: string; readonly made: NewLocalFile }> {
  const dot = wanted.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ''];
  for (let number = 1; number < most; number += 1) {
    const free = number === 1 ? wanted : `${stem} (${number})${ending}`;
    const path = `${folder}/${free}`;
    const made = await openUnlessThere(path, files);
    if (made === undefined) continue;
    // It may have been finished between the look at it and its part.
    if ((await files.stat(path)) === undefined) return { free, made };
    await made.abandon();
  }
  throw new CbError('LocalFile', `${folder} holds ${most} files that are called ${wanted}`);
}

async function openUnlessThere(path: string, files: LocalFiles): Promise<NewLocalFile | undefined> {
  if ((await files.stat(path)) !== undefined) return undefined;
  try {
    return await files.openNew(path, { replace: false });
  } catch (error) {
    if (hasLocalCode(error, 'EEXIST')) return undefined;
    throw error;
  }
}
