import { CbError, isCbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { done } from '../spec/result.ts';
import type { PathPattern, TypedGlob } from '../text/typed-glob.ts';
import { type VerbContext, verb } from './context.ts';
import { keyPatterns, openItems } from './reg/items.ts';

export const cd = verb({
  name: 'cd',
  aliases: ['chdir'],
  about: 'change the directory of the shell on the sensor, or go to a key',
  details:
    "The directory is the shell's own: every relative path and every program that exec starts begins there. Without a path, and with ~, it goes back to where the session began; with - to the place before this one. " +
    'HKLM\\ and the other roots lead into the registry of Windows, where ls, cat, find, stat and the reg verbs take paths as seen from the key; ' +
    'C:\\ leads back. HKCU is that of the account of the sensor: people have theirs below HKU.',
  group: 'files',
  shellOnly: true,
  wire: ['directory list'],
  wireAtTimes: ['reg enum key'],
  effect: 'reads',
  operands: {
    path: {
      kind: 'itemGlob',
      isFolder: true,
      optional: true,
      about: 'directory or key, or a wildcard for one',
    },
  },
  options: {},
  search: ['go', 'pushd', 'change', 'registry'],
  examples: [
    { line: 'cd C:\\Users', shows: 'go there' },
    { line: 'cd ..', shows: 'go one up' },
    { line: 'cd -', shows: 'go back to the place before' },
    { line: 'cd HKLM\\SOFTWARE', shows: 'go to a key of the registry' },
  ],

  async run({ path }, context) {
    const { place } = context.live;
    const keys = path === undefined ? undefined : keyPatterns([path], context.live);
    if (path?.typed === '-') {
      if (!place.back()) throw new CbError('Usage', 'there is no place before this one');
    } else if (path === undefined || path.typed === '~') place.toDirectory(startOf(context));
    else if (keys !== undefined) place.toKey(await keyOf(path, keys.flat(), context));
    else place.toDirectory(await find(path, context));
    // As in every shell: only where one may not know it is it said.
    return done(path?.typed === '-' ? place.shown : '', { directory: place.shown });
  },
});

function startOf({ live }: VerbContext): string {
  return live.resolve(live.session.current.directory || live.paths.separator);
}

async function keyOf(
  glob: TypedGlob,
  patterns: readonly PathPattern[],
  context: VerbContext,
): Promise<string> {
  const [pattern, ...others] = patterns;
  if (pattern === undefined || others.length > 0)
    throw new CbError('Usage', `${glob.typed} is ${patterns.length} keys: cd goes to one`);
  return await openItems(context).items.oneKey(pattern);
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
