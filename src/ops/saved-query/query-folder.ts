import { CbError, isCbError } from '../../errors/cb-error.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import { nearest } from '../../text/nearest.ts';
import {
  isSavedName,
  mostSavedBytes,
  mustBeSavedName,
  readSavedQuery,
  type SavedQuery,
  writeSavedQuery,
} from './saved-query.ts';

/** A saved query with its name and the file it is in. */
export interface KeptQuery extends SavedQuery {
  readonly name: string;
  readonly path: string;
}

const ending = '.yaml';

function savedPath(folder: string, name: string): string {
  const separator = /^(?:[a-z]:|\\)/i.test(folder) ? '\\' : '/';
  return `${folder}${separator}${name}${ending}`;
}

/** Names of the files of a folder that may be saved queries, in their order; none where there is no such folder. */
export async function savedQueryNames(
  files: Pick<LocalFiles, 'list' | 'stat'>,
  folder: string,
): Promise<readonly string[]> {
  if ((await files.stat(folder))?.isDirectory !== true) return [];
  return (await files.list(folder))
    .filter(({ name, isDirectory }) => !isDirectory && name.endsWith(ending))
    .map(({ name }) => name.slice(0, -ending.length))
    .filter(isSavedName)
    .sort();
}

/** Gives its file. Kind `NotFound` for a name that is not saved, with the nearest one that is. */
export async function mustBeSaved(
  files: Pick<LocalFiles, 'list' | 'stat'>,
  folder: string,
  name: string,
): Promise<string> {
  mustBeSavedName(name);
  const path = savedPath(folder, name);
  if ((await files.stat(path)) !== undefined) return path;
  const [near] = nearest(name, await savedQueryNames(files, folder));
  throw new CbError('NotFound', `no query is saved as "${name}"`, {
    hint: near === undefined ? 'cbq query list shows those that are' : `did you mean ${near}?`,
  });
}

/** Kind `NotFound` for a name that is not saved; `Usage` with file, line and column for a broken file. */
export async function savedQuery(
  files: Pick<LocalFiles, 'list' | 'stat' | 'readText'>,
  folder: string,
  name: string,
): Promise<KeptQuery> {
  return await read(files, await mustBeSaved(files, folder, name), name);
}

/** Those that can be read, and why others cannot. */
export async function allSaved(
  files: Pick<LocalFiles, 'list' | 'stat' | 'readText'>,
  folder: string,
): Promise<{ readonly saved: readonly KeptQuery[]; readonly faults: readonly CbError[] }> {
  const saved: KeptQuery[] = [];
  const faults: CbError[] = [];
  for (const name of await savedQueryNames(files, folder)) {
    try {
      saved.push(await read(files, savedPath(folder, name), name));
    } catch (error) {
      if (!isCbError(error, 'Usage', 'LocalFile')) throw error;
      faults.push(error);
    }
  }
  return { saved, faults };
}

/** A link is followed, as dotfiles are linked from where git has them; a pipe is not waited for. */
async function read(files: Pick<LocalFiles, 'readText'>, path: string, name: string): Promise<KeptQuery> {
  const text = await files.readText(path, {
    plain: true,
    check({ size }) {
      if (size > mostSavedBytes)
        throw new CbError('Usage', `${path} is larger than ${mostSavedBytes / 1024} KiB: that is no query`);
    },
  });
  return { ...(await readSavedQuery(text, path)), name, path };
}

/** Writes it whole or not at all. Kind `Usage` where one of that name is there and may not be replaced. */
export async function keepQuery(
  files: Pick<LocalFiles, 'makeDirectory' | 'writeAtomic' | 'stat'>,
  folder: string,
  { name, ...saved }: SavedQuery & { readonly name: string },
  { replaces, dryRun }: { readonly replaces: boolean; readonly dryRun: boolean },
): Promise<string> {
  mustBeSavedName(name);
  const path = savedPath(folder, name);
  if (!replaces && (await files.stat(path)) !== undefined) {
    throw new CbError('Usage', `a query is saved as "${name}" already`, {
      hint: '--force replaces it; cbq query show shows it',
    });
  }
  if (dryRun) return path;
  await files.makeDirectory(folder, { parents: true, mode: 0o700 });
  await files.writeAtomic(path, await writeSavedQuery(name, saved), 0o600);
  return path;
}
