import type { OnNames } from '../api/listed-names.ts';
import type { KnownNames } from '../config/known-names.ts';
import { typable } from '../text/typable.ts';

/** Of one kind, in a fleet of any size. */
const mostNames = 2000;

/** What the server names while a command runs, which Tab is to know afterwards. */
export interface HeardNames {
  readonly hear: OnNames;
  /**
   * `changed`: the noun of a command that has changed something: what was heard of it is no longer so. What is known is looked at only where
   * there is something to say.
   */
  keep(known: () => Promise<KnownNames | undefined>, changed: string | undefined): Promise<void>;
}

export function makeHeardNames(): HeardNames {
  const heard = new Map<string, Set<string>>();
  return {
    hear(kind, names) {
      const all = heard.get(kind) ?? new Set();
      if (all.size < mostNames) {
        for (const name of typable(names)) all.add(name);
      }
      heard.set(kind, all);
    },
    async keep(known, changed) {
      if (changed !== undefined) await (await known())?.forget([changed, ...heard.keys()]);
      else if (heard.size > 0) await (await known())?.add(heard);
    },
  };
}
