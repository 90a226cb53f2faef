import { quoteWord } from '../../../text/quote.ts';
import { isRegistryPath } from '../../../text/registry-path.ts';
import { remotePaths } from '../../../text/remote-path.ts';

type Style = 'windows' | 'unix' | undefined;

/**
 * The folder in which lines are done on every host. No host is asked about it: each line goes there first, and fails where there is none.
 * A relative one is seen from where sessions begin on each host.
 */
export class FleetFolder {
  #now: string | undefined;
  #before: string | undefined;

  /** Empty where lines are done where sessions begin. */
  get shown(): string {
    return this.#now ?? '';
  }

  /** Of which systems it is a folder; undefined where it may be one of any. */
  get style(): Style {
    return this.#now === undefined ? undefined : styleOf(this.#now);
  }

  /** `isUnix`: where nothing else tells how paths are written. */
  go(typed: string, isUnix: boolean): void {
    const before = this.#now;
    if (typed === '' || typed === '~') this.#now = undefined;
    else if (typed === '-') this.#now = this.#before;
    else this.#now = seenFrom(this.#now, typed, isUnix);
    this.#before = before;
  }

  /** The line as each host gets it. */
  lead(line: string): string {
    return this.#now === undefined ? line : `cd ${quoteWord(this.#now)} && ${line}`;
  }
}

function styleOf(path: string): Style {
  if (/^(?:[a-z]:|\\)/i.test(path) || isRegistryPath(path)) return 'windows';
  return path.startsWith('/') ? 'unix' : undefined;
}

function seenFrom(folder: string | undefined, typed: string, isUnix: boolean): string {
  if (styleOf(typed) !== undefined || folder === undefined) return typed;
  const style = styleOf(folder) ?? (isUnix ? 'unix' : 'windows');
  const paths = remotePaths(style);
  const isRooted = styleOf(folder) !== undefined && !isRegistryPath(folder);
  return isRooted
    ? paths.resolve(folder, typed)
    : joined(folder, typed, isRegistryPath(folder) ? '\\' : paths.separator);
}

/** Of folders that nobody can resolve here. */
function joined(folder: string, typed: string, separator: string): string {
  const parts = folder.split(/[\\/]/);
  for (const part of typed.split(/[\\/]/)) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join(separator);
}
