import type { LocalFiles } from '../ports/local-files.ts';

export interface FileBelow {
  /** Below the folder, with `/` between its parts. */
  readonly file: string;
  readonly isPlain: boolean;
  readonly size: number;
  readonly modifiedMs: number;
}

/** What a process holds for a moment, and takes away. */
const ofAMoment = /\.lock(?:\.take)?$/;

/** Every file in a folder and below it, in the order of their names. No link is followed. */
export async function filesBelow(
  folder: string,
  files: Pick<LocalFiles, 'list' | 'stat'>,
): Promise<readonly FileBelow[]> {
  const found: FileBelow[] = [];
  const open = [''];
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    for (const { name } of await files.list(`${folder}/${below}`)) {
      const file = `${below}${name}`;
      const at = await files.stat(`${folder}/${file}`);
      if (at === undefined || (at.isFile && ofAMoment.test(name))) continue;
      if (at.isDirectory && !at.isLink) open.push(`${file}/`);
      else found.push({ file, isPlain: at.isFile && !at.isLink, size: at.size, modifiedMs: at.modifiedMs });
    }
  }
  return found.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}
