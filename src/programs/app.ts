import type { ProgramSpec } from '../spec/program.ts';
import type { Listing, Spec } from '../spec/spec.ts';
import type { Entries, Entry } from './entries.ts';

/** One of the two programs, with what each of its commands runs in. */
export interface App {
  readonly name: 'cblr' | 'cbq';
  readonly program: ProgramSpec<never>;
  /** Of a spec that was loaded. */
  entryOf(spec: Spec<never>): Entry;
}

/** `listings` are all that help and completion of names look at; of `entries` the one is loaded that is called. */
export function makeApp(
  name: App['name'],
  program: Omit<ProgramSpec<never>, 'name' | 'commands' | 'load'>,
  listings: readonly Listing[],
  loadEntries: () => Promise<Entries>,
): App {
  const bySpec = new Map<Spec<never>, Entry>();
  return {
    name,
    program: {
      ...program,
      name,
      commands: listings,
      async load(listing) {
        const entry = await (await loadEntries())[listing.name]?.();
        if (entry === undefined) throw new TypeError(`${listing.name} is no command of ${name}`);
        bySpec.set(entry.spec, entry);
        return entry.spec;
      },
    },
    entryOf(spec) {
      const entry = bySpec.get(spec);
      if (entry === undefined) throw new TypeError(`${spec.name} is no command of ${name}`);
      return entry;
    },
  };
}
