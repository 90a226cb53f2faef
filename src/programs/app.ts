import type { CommandContext } from '../commands/context.ts';
import type { QueryContext } from '../queries/context.ts';
import type { ProgramSpec } from '../spec/program.ts';
import type { Spec } from '../spec/spec.ts';
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
  entryOf(spec: Spec<never>): Entry;
}

export function makeApp(
  name: App['name'],
  program: Omit<ProgramSpec<never>, 'name' | 'commands' | 'load'>,
  entries: readonly Entry[],
): App {
  const bySpec = new Map<Spec<never>, Entry>(entries.map((entry) => [entry.spec, entry]));
  const byName = new Map<string, Spec<never>>(entries.map(({ spec }) => [spec.name, spec]));
  return {
    name,
    program: {
      ...program,
      name,
      commands: entries.map((entry) => entry.spec),
      async load(listing) {
        const spec = byName.get(listing.name);
        if (spec === undefined) throw new TypeError(`${listing.name} is no command of ${name}`);
        return spec;
      },
    },
    entryOf(spec) {
      const entry = bySpec.get(spec);
      if (entry === undefined) throw new TypeError(`${spec.name} is no command of ${name}`);
      return entry;
    },
  };
}
