import type { CommandContext } from '../commands/context.ts';
import type { QueryContext } from '../queries/context.ts';
import type { ProgramSpec } from '../spec/program.ts';
import type { Listing, Spec } from '../spec/spec.ts';
import type { VerbContext } from '../verbs/context.ts';

/** A command of a program: a `cblr` command, a verb that opens a session for itself, or a `cbq` command. */
export type Entry =
  | { readonly kind: 'command'; readonly spec: Spec<CommandContext> }
  | { readonly kind: 'verb'; readonly spec: Spec<VerbContext> }
  | { readonly kind: 'query'; readonly spec: Spec<QueryContext> };

/** One of the two programs, with what each of its commands runs in. */
export interface App {
  readonly name: 'cblr' | 'cbq';
  readonly program: ProgramSpec<never>;
  /** Of a spec that was loaded. */
  entryOf(spec: Spec<never>): Entry;
}

/** `listings` are all that help and completion of names look at; `loadEntries` brings the specs of a command that is called. */
export function makeApp(
  name: App['name'],
  program: Omit<ProgramSpec<never>, 'name' | 'commands' | 'load'>,
  listings: readonly Listing[],
  loadEntries: () => Promise<readonly Entry[]>,
): App {
  const bySpec = new Map<Spec<never>, Entry>();
  return {
    name,
    program: {
      ...program,
      name,
      commands: listings,
      async load(listing) {
        const entry = (await loadEntries()).find(({ spec }) => spec.name === listing.name);
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
