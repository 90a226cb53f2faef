import { createHash } from 'node:crypto';
import { isAbsolute, relative } from 'node:path';
import type { LocalFiles } from '../ports/local-files.ts';
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
  const file = `${folder}/${await freeName(`${path}/${folder}`, unaskedLocalName(name), files)}`;
  const made = await files.openNew(`${path}/${file}`, { replace: false });
  const digest = createHash('sha256');
  try {
    for await (const chunk of chunks) {
      digest.update(chunk);
      await made.write(chunk);
    }
    await made.finish();
    return { file, bytes: made.size(), sha256: digest.digest('hex') };
  } finally {
    await made.abandon();
  }
}

/** Another process may take it meanwhile: then the file is not replaced, and its making fails. */
async function freeName(folder: string, wanted: string, files: LocalFiles): Promise<string> {
  const dot = wanted.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ''];
  let name = wanted;
  for (let number = 2; number < most && (await files.stat(`${folder}/${name}`)) !== undefined; number += 1)
    name = `${stem} (${number})${ending}`;
  return name;
}
