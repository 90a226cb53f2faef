import type { CommandContext } from '../commands/context.ts';
import type { QueryContext } from '../queries/context.ts';
import type { Spec } from '../spec/spec.ts';
import { withSensor } from '../spec/with-sensor.ts';
import type { VerbContext } from '../verbs/context.ts';

/** A command of a program: a `cblr` command, a verb that opens a session for itself, or a `cbq` command. */
export type Entry =
  | { readonly kind: 'command'; readonly spec: Spec<CommandContext> }
  | { readonly kind: 'verb'; readonly spec: Spec<VerbContext> }
  | { readonly kind: 'query'; readonly spec: Spec<QueryContext> };

/** By name what brings the entry of a command, and of it alone: `made/` has one for each program. */
export type Entries = Readonly<Record<string, () => Promise<Entry>>>;

export function commandEntry(spec: Spec<CommandContext>): Entry {
  return { kind: 'command', spec };
}

export function verbEntry(spec: Spec<VerbContext>): Entry {
  return { kind: 'verb', spec: withSensor(spec, 'cblr') };
}

export function queryEntry(spec: Spec<QueryContext>): Entry {
  return { kind: 'query', spec };
}

/** What both programs have: its examples as they are typed for `cbq`. */
export function cbqCommandEntry(spec: Spec<CommandContext>): Entry {
  const renamed = (text: string): string => text.replaceAll(/\bcblr\b/g, 'cbq');
  const examples = spec.examples.map(({ line, shows }) => ({ line: renamed(line), shows: renamed(shows) }));
  return commandEntry({ ...spec, examples });
}
