import { CbError, isCbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { done } from '../spec/result.ts';
import type { TypedGlob } from '../text/typed-glob.ts';
import { type VerbContext, verb } from './context.ts';

export const cd = verb({
  name: 'cd',
  aliases: ['chdir'],
  about: 'change the directory of the shell on the sensor',
  details:
    "The directory is the shell's own: every relative path and every program that exec starts begins there. Without a path, and with ~, it goes back to where the session began; with - to the directory before this one.",
  group: 'files',
  shellOnly: true,
  wire: ['directory list'],
  effect: 'reads',
  operands: {
    path: { kind: 'remoteGlob', isFolder: true, optional: true, about: 'directory, or a wildcard for one' },
  },
  options: {},
  search: ['go', 'pushd', 'change'],
  examples: [
    { line: 'cd C:\\Users', shows: 'go there' },
    { line: 'cd ..', shows: 'go one up' },
    { line: 'cd -', shows: 'go back to the directory before' },
  ],

  async run({ path }, context) {
    const { live } = context;
    const before = live.directory;
    const next = path?.typed === '-' ? backFrom(context) : await directoryOf(path, context);
    live.directory = next;
    live.directoryBefore = before;
    // As in every shell: only where one may not know it is it said.
    return done(path?.typed === '-' ? next : '', { directory: next });
  },
});

async function directoryOf(path: TypedGlob | undefined, context: VerbContext): Promise<string> {
  return path === undefined || path.typed === '~' ? startOf(context) : await find(path, context);
}

function backFrom({ live }: VerbContext): string {
  if (live.directoryBefore !== undefined) return live.directoryBefore;
  throw new CbError('Usage', 'there is no directory before this one');
}

function startOf({ live }: VerbContext): string {
  return live.resolve(live.session.current.directory || live.paths.separator);
}

async function find(glob: TypedGlob, { live, signal }: VerbContext): Promise<string> {
  const [entry, ...others] = await live.files.expand(glob, { signal });
  if (entry === undefined || others.length > 0)
    throw new CbError('Usage', `${glob.typed} matches ${others.length + 1} entries: cd goes to one`);
  if (!entry.isDirectory && !(await leadsToDirectory(entry, { live, signal })))
    throw new CbError('CommandFailed', `${entry.path} is a file, not a directory`);
  // As it is spelt on the sensor, where the case does not matter.
  const isSpelt = live.paths.isName(entry.name) && !live.paths.isRoot(entry.path);
  const spelt = isSpelt ? live.paths.join(live.paths.parent(entry.path), entry.name) : entry.path;
  const path = live.paths.same(spelt, entry.path) ? spelt : entry.path;
  return live.paths.style === 'windows' ? path.replace(/^[a-z]:/, (drive) => drive.toUpperCase()) : path;
}

/** A link may say of itself that it is no directory. */
async function leadsToDirectory(
  entry: FileEntry,
  { live, signal }: Pick<VerbContext, 'live' | 'signal'>,
): Promise<boolean> {
  if (!entry.isLink) return false;
  try {
    await live.files.list(entry.path, signal);
    return true;
  } catch (error) {
    if (isCbError(error, 'NotOnSensor', 'CommandFailed')) return false;
    throw error;
  }
}
