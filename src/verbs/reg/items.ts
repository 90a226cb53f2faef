import { CbError } from '../../errors/cb-error.ts';
import { type RegistryItem, RegistryItems } from '../../live/registry-items.ts';
import type { MayBePartial } from '../../spec/result.ts';
import { type PathPattern, patternsOf, type TypedGlob } from '../../text/typed-glob.ts';
import type { VerbContext } from '../context.ts';
import { watchUnread } from '../watch-unread.ts';

/** What is in the registry; what cannot be read is said, and known to the exit code. */
export function openItems({ live, note, signal }: Pick<VerbContext, 'live' | 'note' | 'signal'>): {
  readonly items: RegistryItems;
} & Required<MayBePartial> {
  const { onUnread, isPartial } = watchUnread(note);
  let isLeftOut = false;
  const onError = (_path: string, error: unknown): void => {
    isLeftOut = true;
    note(error instanceof Error ? error.message : String(error));
  };
  return {
    items: new RegistryItems(live.registry, { signal, onUnread, onError }),
    isPartial: () => isLeftOut || isPartial(),
  };
}

/**
 * The patterns that each of some typed paths stands for, where they are of the registry; undefined where they are files. Both in one line are
 * `Usage`: what is shown of them is not the same. Of none it is where the shell stands.
 */
export function keyPatterns(
  typed: readonly TypedGlob[],
  live: Pick<VerbContext['live'], 'isOfRegistry' | 'place'>,
): readonly (readonly PathPattern[])[] | undefined {
  if (typed.length === 0) return live.place.key === undefined ? undefined : [[here]];
  const globs = typed.map((glob) => patternsOf(glob, 'windows'));
  const all = globs.flat();
  const ofRegistry = all.filter((pattern) => live.isOfRegistry(pattern.typed));
  if (ofRegistry.length === 0) return undefined;
  if (ofRegistry.length === all.length) return globs;
  const file = all.find((pattern) => !ofRegistry.includes(pattern));
  throw new CbError('Usage', `${ofRegistry[0]?.typed} is in the registry, and ${file?.typed} is a file`, {
    hint: 'one line for each; a name with blanks stands in quotes',
  });
}

const here: PathPattern = { typed: '.', pattern: '.' };

/** Key by key subkeys before values, each by name, the default value first. */
export function sortedItems(items: readonly RegistryItem[], isReverse = false): readonly RegistryItem[] {
  const keyed = items.map((item) => {
    const { key, name, value } = item;
    return { item, word: `${key}\0${value === undefined ? 0 : 1}${name}`.toLowerCase() };
  });
  keyed.sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0));
  if (isReverse) keyed.reverse();
  return keyed.map(({ item }) => item);
}
