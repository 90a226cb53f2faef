import type { WalkOptions } from '../live/walk.ts';
import type { MayBePartial } from '../spec/result.ts';
import type { VerbContext } from './context.ts';
import { named } from './named.ts';

/** What a walk leaves out: said on stderr, and known to the exit code. */
export interface WatchedWalk extends Required<MayBePartial> {
  readonly options: Pick<WalkOptions, 'onError' | 'onLink'>;
  readonly isPartial: () => boolean;
  /** Of the links, once all has been seen. */
  readonly notes: () => readonly string[];
}

/** An alias leads to what has another name, as does every link on Unix, where everybody knows it: that makes nothing incomplete. */
export function watchWalk({ live, note }: Pick<VerbContext, 'live' | 'note'>): WatchedWalk {
  const links = new Set<string>();
  let isPartial = false;
  return {
    options: {
      onError(_path, error) {
        isPartial = true;
        note(error instanceof Error ? error.message : String(error));
      },
      onLink(entry) {
        if (live.paths.style === 'unix') return;
        links.add(entry.path);
        isPartial ||= !entry.isAlias;
      },
    },
    isPartial: () => isPartial,
    notes() {
      if (links.size === 0) return [];
      const what =
        links.size === 1 ? 'a link was not gone through' : `${links.size} links were not gone through`;
      return [`${what} (a folder in a cloud may look like one): ${named([...links])}`];
    },
  };
}
