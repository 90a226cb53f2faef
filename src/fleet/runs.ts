import { CbError, isCbError } from '../errors/cb-error.ts';
import { hasLocalCode } from '../errors/local-fault.ts';
import type { LocalFiles } from '../ports/local-files.ts';

export interface RunsPlace {
  readonly files: Pick<LocalFiles, 'list' | 'stat' | 'makeDirectory' | 'remove' | 'openLog'>;
  readonly stateFolder: string;
  readonly uid: number;
}

const folderOf = ({ stateFolder }: RunsPlace): string => `${stateFolder}/runs`;

/** Numbers of the runs of this computer, the oldest first. */
export async function runNumbers(
  place: Pick<RunsPlace, 'files' | 'stateFolder'>,
): Promise<readonly number[]> {
  const folder = folderOf({ ...place, uid: -1 } as RunsPlace);
  if ((await place.files.stat(folder))?.isDirectory !== true) return [];
  const names = (await place.files.list(folder)).filter(({ isDirectory }) => isDirectory);
  return names.flatMap(({ name }) => (/^\d{1,9}$/.test(name) ? [Number(name)] : [])).sort((a, b) => a - b);
}

/** The folder of a run by its number, the newest where none is said. Kind `NotFound`. */
export async function runFolder(
  number: number | undefined,
  place: RunsPlace,
): Promise<{ number: number; folder: string }> {
  const all = await runNumbers(place);
  const wanted = number ?? all.at(-1);
  if (wanted !== undefined && all.includes(wanted))
    return { number: wanted, folder: `${folderOf(place)}/${wanted}` };
  throw new CbError('NotFound', wanted === undefined ? 'no run' : `no run ${wanted}`, {
    hint: 'cblr fleet lists them, and cblr fleet run makes one',
  });
}

/** A new folder, 0700; the next number that no run has. */
export async function newRunFolder(place: RunsPlace): Promise<{ number: number; folder: string }> {
  const runs = folderOf(place);
  await place.files.makeDirectory(runs, { parents: true, mode: 0o700 });
  for (let number = ((await runNumbers(place)).at(-1) ?? 0) + 1; ; number += 1) {
    try {
      await place.files.makeDirectory(`${runs}/${number}`, { mode: 0o700 });
      return { number, folder: `${runs}/${number}` };
    } catch (error) {
      // Another process made one just now.
      if (!isCbError(error, 'LocalFile') || !hasLocalCode(error, 'EEXIST')) throw error;
    }
  }
}
