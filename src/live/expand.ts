import { CbError, isCbError } from '../errors/cb-error.ts';
import { globTest, plainly } from '../text/glob.ts';
import {
  type PathPattern,
  type PatternStep,
  patternsOf,
  type ResolvedPattern,
  resolvePattern,
  type TypedGlob,
} from '../text/typed-glob.ts';
import type { FileEntry } from './file-entry.ts';
import { type DirectoryListOptions, listDirectory, listStart, mustStat, statEntry } from './files.ts';
import type { OnUnread } from './read-rows.ts';
import { noName, type WalkOptions } from './walk.ts';
import type { Workplace } from './workplace.ts';

export interface ExpandOptions extends Partial<Pick<WalkOptions, 'onError' | 'onLink'>> {
  readonly signal: AbortSignal;
  /** Where nobody hears of it, it is `BadReply`: what is done to all that matches would be done to a part. So it is with `onError`. */
  readonly onUnread?: OnUnread | undefined;
  /** Listings by their directory, for several patterns of one line. */
  readonly known?: Map<string, readonly FileEntry[]>;
}

/** What one typed path may cost: a listing is a command object. */
const mostListings = 1000;
const mostEntries = 100_000;

export interface DirectoryListing {
  /** The directory that was listed; undefined where the path names one entry or a wildcard. */
  readonly directory: string | undefined;
  readonly entries: readonly FileEntry[];
  /** Wildcards may have matched in several directories. */
  readonly isSpread: boolean;
}

/**
 * What a path shows: what is in it when it is a directory, the entries that its wildcards match, else the entry itself. A directory costs
 * one command object: it is listed at once, and looked at only when that fails.
 */
export async function look(
  work: Workplace,
  directory: string,
  pattern: PathPattern,
  options: DirectoryListOptions & ExpandOptions,
): Promise<DirectoryListing> {
  const resolved = resolvePattern(pattern, work.paths, directory);
  const path = resolved.base;
  if (resolved.steps.length > 0) {
    const expansion = new Expansion(work, options);
    const entries = await expansion.of(resolved);
    if (entries.length === 0)
      throw nothingFound(work, work.paths.resolve(directory, pattern.typed), expansion.isWhole);
    const isSpread = resolved.steps.length > 1 || resolved.steps[0]?.below.length !== 0;
    return { directory: undefined, entries, isSpread };
  }
  try {
    const entries = await listDirectory(work, path, options.signal, options);
    return { directory: path, entries, isSpread: false };
  } catch (error) {
    if (!isCbError(error, 'NotOnSensor', 'CommandFailed')) throw error;
    const entry = await namedEntry(work, path, pattern, options.signal);
    if (entry.isDirectory) throw error;
    return { directory: undefined, entries: [entry], isSpread: false };
  }
}

/**
 * What a typed path stands for: the entries that its wildcards match, else the entries themselves. Matching is done here too: the
 * endpoint's own wildcards are wider (8.3 names). A path without wildcards must be there, also one of several in braces. Links to
 * directories are matched, and not gone through.
 */
export async function expand(
  work: Workplace,
  directory: string,
  glob: TypedGlob,
  options: ExpandOptions,
): Promise<readonly FileEntry[]> {
  const expansion = new Expansion(work, options);
  const found = new Map<string, FileEntry>();
  for (const pattern of patternsOf(glob, work.paths.style)) {
    const resolved = resolvePattern(pattern, work.paths, directory);
    const entries =
      resolved.steps.length > 0
        ? await expansion.of(resolved)
        : [await namedEntry(work, resolved.base, pattern, options.signal)];
    for (const entry of entries) found.set(entry.path, entry);
  }
  if (found.size > 0) return [...found.values()];
  throw nothingFound(work, work.paths.resolve(directory, glob.typed), expansion.isWhole);
}

async function namedEntry(
  work: Workplace,
  path: string,
  { typed, pattern }: PathPattern,
  signal: AbortSignal,
): Promise<FileEntry> {
  try {
    return await mustStat(work, path, signal);
  } catch (error) {
    // A wildcard stood in quotes.
    if (typed === pattern || !isCbError(error, 'NotOnSensor')) throw error;
    throw error.reworded({ hint: 'in quotes * ? and [ are plain characters: leave them outside' });
  }
}

function nothingFound(work: Workplace, path: string, isWhole: boolean): CbError {
  if (!isWhole) return new CbError('Partial', `nothing was found that matches ${path}, but not all was seen`);
  return new CbError('NotOnSensor', `nothing matches ${path} on ${work.session.sensor.hostname}`, {
    hint: 'ls shows what is there',
    context: { path },
  });
}

function refuseUnread(sentence: string): never {
  throw new CbError('BadReply', `nobody can tell what matches: ${sentence}`, {
    hint: 'name the files themselves; ls shows those that can be read',
  });
}

/** The listings for one typed path: each directory once, and not without an end. */
class Expansion {
  readonly #work: Workplace;
  readonly #options: ExpandOptions;
  readonly #known: Map<string, readonly FileEntry[]>;
  #asked = 0;
  isWhole = true;

  constructor(work: Workplace, options: ExpandOptions) {
    this.#work = work;
    this.#options = options;
    this.#known = options.known ?? new Map();
  }

  async of({ base, steps }: ResolvedPattern): Promise<readonly FileEntry[]> {
    const { paths } = this.#work;
    let places: readonly string[] = [base];
    let matches: readonly FileEntry[] = [];
    for (const [index, step] of steps.entries()) {
      matches = await this.#matchesIn(places, step, index === 0);
      if (index === steps.length - 1 && step.below.length === 0) return matches;
      places = matches
        .filter((entry) => this.#leadsOn(entry))
        .map(({ path }) => step.below.reduce(paths.join, path));
    }
    return await this.#thoseThere(places);
  }

  async #matchesIn(
    places: readonly string[],
    { pattern, below }: PatternStep,
    isStart: boolean,
  ): Promise<readonly FileEntry[]> {
    const { style } = this.#work.paths;
    const test = globTest(pattern, style);
    const name = plainly(pattern);
    const matches: FileEntry[] = [];
    for (const place of places) {
      const entries = await this.#list(place, isStart);
      // On Unix a name may hold the wildcard's own characters: such a file is meant first.
      const literal = entries.filter((entry) => entry.name === name);
      const fitting =
        literal.length > 0
          ? literal
          : entries.filter((entry) => test(entry.name) && isShown(style, name, entry));
      for (const entry of fitting) {
        if (matches.length === mostEntries) {
          this.#miss(place, tooMany(`entries match`, mostEntries, place));
          return matches;
        }
        matches.push(entry);
      }
    }
    return below.length > 0 ? matches.filter(({ isDirectory }) => isDirectory) : matches;
  }

  #leadsOn(entry: FileEntry): boolean {
    if (!entry.isDirectory) return false;
    if (entry.isLink) this.#options.onLink?.(entry);
    else if (!this.#work.paths.isName(entry.name)) this.#miss(entry.path, noName(entry));
    else return true;
    return false;
  }

  async #list(place: string, isStart: boolean): Promise<readonly FileEntry[]> {
    const known = this.#known.get(place);
    if (known !== undefined) return known;
    const { signal, onUnread = refuseUnread } = this.#options;
    const entries = isStart
      ? await listStart(this.#work, place, signal, { onUnread })
      : ((await this.#try(place, () => listDirectory(this.#work, place, signal, { onUnread }))) ?? []);
    this.#known.set(place, entries);
    return entries;
  }

  async #thoseThere(places: readonly string[]): Promise<readonly FileEntry[]> {
    const found: FileEntry[] = [];
    for (const path of places) {
      const entry = await this.#try(path, () => statEntry(this.#work, path, this.#options.signal));
      if (entry !== undefined) found.push(entry);
    }
    return found;
  }

  /** What is not there, or is a file, matches nothing; what cannot be looked at may. */
  async #try<T>(path: string, ask: () => Promise<T>): Promise<T | undefined> {
    if (this.#asked === mostListings)
      return this.#miss(path, tooMany('directories match', mostListings, path));
    if (this.#asked > mostListings) return undefined;
    this.#asked += 1;
    try {
      return await ask();
    } catch (error) {
      if (!isCbError(error, 'CommandFailed', 'NotOnSensor', 'BadReply', 'ServerError')) throw error;
      if (error.kind === 'NotOnSensor' || (error.kind === 'CommandFailed' && (await this.#isFile(path))))
        return undefined;
      return this.#miss(path, error);
    }
  }

  async #isFile(path: string): Promise<boolean> {
    const entry = await statEntry(this.#work, path, this.#options.signal).catch((error: unknown) => {
      if (isCbError(error)) return undefined;
      throw error;
    });
    return entry?.isDirectory === false;
  }

  #miss(path: string, error: CbError): undefined {
    const { onError } = this.#options;
    if (onError === undefined) throw error;
    if (error.kind === 'CommandFailed' && this.#asked === mostListings) this.#asked += 1;
    this.isWhole = false;
    onError(path, error);
  }
}

function tooMany(what: string, most: number, path: string): CbError {
  return new CbError('CommandFailed', `more than ${most} ${what}: what is left out begins at ${path}`, {
    hint: 'begin further down',
  });
}

/** As in every Unix shell, a name that begins with a dot is matched only by a pattern that does. */
function isShown(style: 'windows' | 'unix', pattern: string, entry: FileEntry): boolean {
  return style === 'windows' || pattern.startsWith('.') || !entry.name.startsWith('.');
}
