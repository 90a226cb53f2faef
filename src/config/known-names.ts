import { isCbError } from '../errors/cb-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';

/** Names that a server gave lately, by kind, for Tab in the analyst's own shell: nothing secret, and may be lost at any time. */
export interface KnownNames {
  /** Undefined where none of the kind were given in the last five minutes. */
  of(kind: string): Promise<readonly string[] | undefined>;
  add(lists: ReadonlyMap<string, Iterable<string>>): Promise<void>;
  /** What is known of these kinds is no longer so. */
  forget(kinds: readonly string[]): Promise<void>;
}

export interface NamesPlace {
  readonly files: LocalFiles;
  /** -1 where the platform knows none. */
  readonly uid: number;
  readonly stateFolder: string;
  readonly clock: Clock;
}

interface Kept {
  /** Unix ms. */
  readonly at: number;
  readonly names: readonly string[];
}

const freshMs = 5 * 60_000;
const mostNames = 2000;
const mostBytes = 4 * 1024 * 1024;

/** The names of one server as one profile sees it, in a file of the state folder. Where that cannot be used, nothing is known and kept. */
export function openKnownNames(
  place: NamesPlace,
  { name, url }: { readonly name: string; readonly url: string },
): KnownNames {
  const path = `${place.stateFolder}/names-${name.replace(/[^A-Za-z0-9.-]/g, '_').slice(0, 100)}.json`;
  const now = place.clock.now;

  const read = async (): Promise<{ readonly kinds: Map<string, Kept>; readonly mayWrite: boolean }> => {
    const found = await place.files.readOwn(path, { uid: place.uid, most: mostBytes });
    if (found === undefined || 'fault' in found) return { kinds: new Map(), mayWrite: found === undefined };
    return { kinds: kindsIn(found.text, { name, url }), mayWrite: true };
  };
  const isFresh = ({ at }: Kept): boolean => at <= now() && now() - at < freshMs;
  /** `edit` says whether something was changed. */
  const change = async (edit: (kinds: Map<string, Kept>) => boolean): Promise<void> => {
    try {
      const { kinds, mayWrite } = await read();
      const kept = new Map([...kinds].filter(([, each]) => isFresh(each)));
      if (!mayWrite || !edit(kept)) return;
      await place.files.makeDirectory(place.stateFolder, { parents: true, mode: 0o700 });
      const text = `${JSON.stringify({ name, url, kinds: Object.fromEntries(kept) })}\n`;
      await place.files.writeAtomic(path, text, 0o600, { flush: false });
    } catch (error) {
      if (!isCbError(error, 'LocalFile')) throw error;
    }
  };

  return {
    async of(kind) {
      const kept = (await read()).kinds.get(kind);
      return kept !== undefined && isFresh(kept) ? kept.names : undefined;
    },
    add: (lists) =>
      change((kept) => {
        for (const [kind, names] of lists) {
          const before = comesInParts(kind) ? kept.get(kind) : undefined;
          const all = new Set([...names, ...(before?.names ?? [])]);
          kept.set(kind, { at: before?.at ?? now(), names: [...all].slice(0, mostNames) });
        }
        return true;
      }),
    forget: (kinds) => change((kept) => kinds.filter((kind) => kept.delete(kind)).length > 0),
  };
}

/** A list of others is all there are. */
function comesInParts(kind: string): boolean {
  return kind === 'sensor';
}

/** What a file of ours holds of this server; nothing of one that is broken or another's. */
function kindsIn(text: string, server: { readonly name: string; readonly url: string }): Map<string, Kept> {
  const kinds = new Map<string, Kept>();
  const file = parsed(text);
  if (file?.['name'] !== server.name || file['url'] !== server.url) return kinds;
  for (const [kind, kept] of Object.entries(objectOf(file['kinds']) ?? {})) {
    const { at, names } = objectOf(kept) ?? {};
    if (typeof at === 'number' && Array.isArray(names))
      kinds.set(kind, { at, names: names.filter((each) => typeof each === 'string') });
  }
  return kinds;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
