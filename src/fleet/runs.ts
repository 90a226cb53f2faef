import { CbError, isCbError } from '../errors/cb-error.ts';
import { hasLocalCode } from '../errors/local-fault.ts';
import type { LocalFiles } from '../ports/local-files.ts';

export interface RunsPlace {
  readonly files: Pick<LocalFiles, 'list' | 'stat' | 'makeDirectory' | 'remove' | 'openLog'>;
  readonly stateFolder: string;
  readonly uid: number;
  readonly nowMs: number;
}

type Reader = Pick<RunsPlace, 'files' | 'stateFolder'>;

const folderOf = ({ stateFolder }: Reader): string => `${stateFolder}/runs`;

/** Numbers of the runs of this computer, the oldest first. One whose process was killed while it made the tables has sent nothing, and is none. */
export async function runNumbers(place: Reader): Promise<readonly number[]> {
  const numbers = await taken(place);
  const made = await Promise.all(numbers.map((number) => isMade(`${folderOf(place)}/${number}`, place)));
  return numbers.filter((_number, at) => made[at]);
}

async function taken(place: Reader): Promise<readonly number[]> {
  const folder = folderOf(place);
  if ((await place.files.stat(folder))?.isDirectory !== true) return [];
  const names = (await place.files.list(folder)).filter(({ isDirectory }) => isDirectory);
  return names.flatMap(({ name }) => (/^\d{1,9}$/.test(name) ? [Number(name)] : [])).sort((a, b) => a - b);
}

/** The file for its results comes last; where somebody has taken that away, the tables know. */
async function isMade(folder: string, { files }: Reader): Promise<boolean> {
  if ((await files.stat(`${folder}/results.ndjson`)) !== undefined) return true;
  const tables = `${folder}/run.sqlite`;
  if ((await files.stat(tables)) === undefined) return false;
  const { mayBeRun } = await import('./store/schema.ts');
  return mayBeRun(tables);
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

/** A new folder, 0700; the next number that none has. */
export async function newRunFolder(place: RunsPlace): Promise<{ number: number; folder: string }> {
  const runs = folderOf(place);
  await place.files.makeDirectory(runs, { parents: true, mode: 0o700 });
  await removeUnmade(place);
  for (let number = ((await taken(place)).at(-1) ?? 0) + 1; ; number += 1) {
    try {
      await place.files.makeDirectory(`${runs}/${number}`, { mode: 0o700 });
      return { number, folder: `${runs}/${number}` };
    } catch (error) {
      // Another process made one just now.
      if (!isCbError(error, 'LocalFile') || !hasLocalCode(error, 'EEXIST')) throw error;
    }
  }
}

/** By then no process makes it any more. */
const unmadeMs = 3_600_000;

async function removeUnmade(place: RunsPlace): Promise<void> {
  for (const number of await taken(place)) {
    const folder = `${folderOf(place)}/${number}`;
    if (await isMade(folder, place)) continue;
    const { modifiedMs = place.nowMs } = (await place.files.stat(folder)) ?? {};
    if (place.nowMs - modifiedMs > unmadeMs) await place.files.remove(folder, { recursive: true });
  }
}
