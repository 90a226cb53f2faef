import { dirname, join } from 'node:path';
import { CbError, isCbError } from '../errors/cb-error.ts';
import type { FileDeps } from '../transcript/file-deps.ts';
import { type CaseFolder, readCase } from './case-folder.ts';
import type { CaseRegister, RegisteredCase } from './case-register.ts';

export interface FindDeps extends FileDeps {
  readonly register: CaseRegister;
  readonly note: (text: string) => void;
}

/** The case that a word means: by its folder, else by its name or id. Kinds as `caseNamed`. */
export async function caseAsked(word: string, deps: FindDeps): Promise<CaseFolder> {
  return (await readCase(deps.files.resolve(word), deps)) ?? (await caseNamed(word, deps));
}

/** The case of that name, or id. `NotFound` where there is none, `Usage` where several have the name. */
export async function caseNamed(word: string, deps: FindDeps): Promise<CaseFolder> {
  const all = await deps.register.all();
  const found = all.filter(({ id, name }) => id === word || name.toLowerCase() === word.toLowerCase());
  const [only, ...others] = found;
  if (only === undefined) {
    throw new CbError('NotFound', `no case "${word}" was opened here`, {
      hint: 'cblr case list shows those there are, cblr case open NAME --dir D takes one from its folder',
    });
  }
  if (others.length === 0) return await caseOf(only, deps);
  throw new CbError('Usage', `"${word}" is ${found.length} cases`, {
    hint: `name one by its id: ${found.map(({ id, path }) => `${id} (${path})`).join(', ')}`,
  });
}

/** A case where it was, or where its folder was moved to: it is known by its id. */
export async function caseOf(known: RegisteredCase, deps: FindDeps): Promise<CaseFolder> {
  const there = await readCase(known.path, deps);
  if (there?.id === known.id) return there;
  for await (const path of placesNear(known.path, deps)) {
    const moved = await unlessUnreadable(readCase(path, deps));
    if (moved?.id !== known.id) continue;
    deps.note(`the case ${known.name} was moved: it is in ${path}`);
    await deps.register.remember({ ...known, path });
    return moved;
  }
  throw new CbError('NotFound', `the case ${known.name} is not in ${known.path} any more`, {
    hint: `cblr case open ${known.name} --dir D says where it is now; cblr case close goes on without`,
    context: { path: known.path },
  });
}

/** Nobody waits for all of a disk: of each place so many folders are looked at. */
const mostFolders = 500;

/** Looked at for a folder that is gone: beside where it was, here, and above these, each with up to two levels below it. */
async function* placesNear(path: string, { files }: FileDeps): AsyncGenerator<string> {
  const here = files.directory();
  const seen = new Set<string>();
  for (const place of [dirname(path), here, dirname(dirname(path)), dirname(here)]) {
    const most = seen.size + mostFolders;
    let level: readonly string[] = [place];
    for (let depth = 0; depth <= 2; depth += 1) {
      const below: string[] = [];
      for (const folder of level) {
        if (seen.has(folder) || seen.size >= most) continue;
        seen.add(folder);
        yield folder;
        below.push(...(await foldersIn(folder, files)));
      }
      level = below;
    }
  }
}

async function foldersIn(path: string, files: FileDeps['files']): Promise<readonly string[]> {
  const entries = (await unlessUnreadable(files.list(path))) ?? [];
  return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => join(path, name));
}

/** What lies beside may be of others, who let nobody look. */
async function unlessUnreadable<T>(looked: Promise<T>): Promise<T | undefined> {
  try {
    return await looked;
  } catch (error) {
    if (isCbError(error, 'LocalFile')) return undefined;
    throw error;
  }
}
