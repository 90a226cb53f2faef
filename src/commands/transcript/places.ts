import { basename, dirname } from 'node:path';
import { type CaseFolder, transcriptsOf } from '../../cases/case-folder.ts';
import { stateDirectory } from '../../config/state-directory.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { indexName, profileFolder, transcriptsFolder } from '../../transcript/names.ts';
import type { FolderReader } from '../../transcript/verify.ts';
import { findDeps } from '../case/chosen-case.ts';
import type { CommandContext } from '../context.ts';

/** A folder of transcripts, by the profile that they are of. */
export interface TranscriptFolder extends FolderReader {
  readonly label: string;
  readonly path: string;
}

/** One transcript and the folder that it lies in. */
export interface FoundTranscript {
  readonly place: TranscriptFolder;
  readonly name: string;
}

/** With `-p` that profile's, and those of the case that is open for it or named; else all below the state folder, where the profile in use keeps its own, and those of cases. */
export async function allPlaces(context: CommandContext): Promise<readonly TranscriptFolder[]> {
  const { runtime, globals } = context;
  const root = transcriptsFolder(stateDirectory(runtime));
  const names = await foldersIn(root, context);
  const wanted =
    globals.profile === undefined
      ? names
      : names.filter((name) => name === profileFolder(globals.profile ?? ''));
  const own = await ownFolder(context);
  return [
    ...wanted.map((name) => folderAt(`${root}/${name}`, context, name)),
    ...(own === undefined ? [] : [folderAt(own.path, context, own.label)]),
    ...(await caseFolders(context)),
  ];
}

/** Of each case that is where it was. */
async function caseFolders(context: CommandContext): Promise<readonly TranscriptFolder[]> {
  const cases =
    context.globals.profile === undefined ? await findDeps(context).register.all() : await openOne(context);
  const found = cases.map(async ({ name, path }) => {
    const at = transcriptsOf({ path });
    const isThere = (await context.runtime.files.stat(at))?.isDirectory === true;
    return isThere ? [folderAt(at, context, `case ${name}`)] : [];
  });
  return (await Promise.all(found)).flat();
}

/** The case that is open, or named: one that is gone keeps nobody from the others. */
async function openOne({ program }: CommandContext): Promise<readonly CaseFolder[]> {
  try {
    return [(await program.openCase()) ?? []].flat();
  } catch (error) {
    if (isCbError(error, 'NotFound')) return [];
    throw error;
  }
}

/** The folder at a path. */
export function folderAt(path: string, { runtime, signal }: CommandContext, label = path): TranscriptFolder {
  const { files } = runtime;
  return {
    label,
    path,
    names: async () => (await files.list(path)).filter((entry) => !entry.isDirectory).map(({ name }) => name),
    async *read(name) {
      const at = `${path}/${name}`;
      if ((await files.stat(at))?.isFile !== true) throw new CbError('LocalFile', `${at} is no plain file`);
      yield* files.read(at, { signal });
    },
  };
}

/** A path, or a name as `list` shows it; without one the newest of all. */
export async function findTranscript(
  wanted: string | undefined,
  context: CommandContext,
): Promise<FoundTranscript> {
  const { files } = context.runtime;
  if (wanted !== undefined) {
    const path = files.resolve(wanted);
    if ((await files.stat(path))?.isFile === true)
      return { place: folderAt(dirname(path), context), name: basename(path) };
  }
  const all = await allTranscripts(context);
  const found = wanted === undefined ? newest(all) : all.filter(({ name }) => name.startsWith(wanted));
  const [only, ...others] = found;
  if (only === undefined) throw noTranscript(wanted);
  if (others.length === 0) return only;
  throw new CbError('Usage', `"${wanted}" is ${found.length} transcripts`, {
    hint: `name one: ${found.map(({ name }) => name).join(', ')}`,
  });
}

/** Of all places, the oldest first. */
export async function allTranscripts(context: CommandContext): Promise<readonly FoundTranscript[]> {
  const found: FoundTranscript[] = [];
  for (const place of await allPlaces(context)) found.push(...(await transcriptsIn(place)));
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function transcriptsIn(place: TranscriptFolder): Promise<readonly FoundTranscript[]> {
  return (await place.names()).filter(isTranscript).map((name) => ({ place, name }));
}

function isTranscript(name: string): boolean {
  return name !== indexName && /\.ndjson(?:\.new)?$/.test(name);
}

function newest(all: readonly FoundTranscript[]): readonly FoundTranscript[] {
  return all.slice(-1);
}

async function foldersIn(root: string, { runtime: { files } }: CommandContext): Promise<readonly string[]> {
  if ((await files.stat(root))?.isDirectory !== true) return [];
  return (await files.list(root)).filter(({ isDirectory }) => isDirectory).map(({ name }) => name);
}

/** Where the profile in use has a folder of its own; what is kept of others can be read without any profile. */
async function ownFolder(context: CommandContext) {
  try {
    const { name, transcript } = await context.program.profile(context.globals.profile);
    if (transcript === undefined || transcript === 'off') return undefined;
    const isThere = (await context.runtime.files.stat(transcript))?.isDirectory === true;
    return isThere ? { path: transcript, label: name } : undefined;
  } catch (error) {
    if (isCbError(error, 'Config', 'NotFound')) return undefined;
    throw error;
  }
}

function noTranscript(wanted: string | undefined): CbError {
  return new CbError('NotFound', wanted === undefined ? 'no transcript' : `no transcript "${wanted}"`, {
    hint: 'cblr transcript list shows what there is',
  });
}

/** Gives them all; where there is none, which proves nothing and is nothing that went well, `NotFound`. */
export async function* someAtLeast<T>(
  all: AsyncIterable<T>,
  { globals: { profile } }: Pick<CommandContext, 'globals'>,
): AsyncGenerator<T> {
  let isNone = true;
  for await (const each of all) {
    isNone = false;
    yield each;
  }
  if (!isNone) return;
  throw new CbError(
    'NotFound',
    profile === undefined ? 'no transcript' : `no transcript of profile ${profile}`,
    {
      hint: 'cblr transcript list shows what there is',
    },
  );
}
