import type { CommandContext } from '../commands/context.ts';
import { commands } from '../commands/index.ts';
import { globalOptions } from '../spec/globals.ts';
import type { ProgramSpec } from '../spec/program.ts';
import { helpOfExitCodes } from '../spec/program-help.ts';
import type { Spec } from '../spec/spec.ts';
import { withSensor } from '../spec/with-sensor.ts';
import type { VerbContext } from '../verbs/context.ts';
import { verbs } from '../verbs/index.ts';
import { version } from './version.ts';

/** A command of the program: either outside a session, or a verb of the shell that opens one for itself. */
export type CblrSpec =
  | { readonly kind: 'command'; readonly spec: Spec<CommandContext> }
  | { readonly kind: 'verb'; readonly spec: Spec<VerbContext> };

const entries: readonly CblrSpec[] = [
  ...commands.map((spec) => ({ kind: 'command', spec }) as const),
  ...verbs
    .filter((spec) => spec.shellOnly !== true)
    .map((spec) => ({ kind: 'verb', spec: withSensor(spec, 'cblr') }) as const),
];

const kinds = new Map<Spec<never>, CblrSpec>(entries.map((entry) => [entry.spec, entry]));

/** What a spec of `cblrProgram` is. */
export function cblrSpec(spec: Spec<never>): CblrSpec {
  const entry = kinds.get(spec);
  if (entry === undefined) throw new TypeError(`${spec.name} is no command of cblr`);
  return entry;
}

export const cblrProgram: ProgramSpec<never> = {
  name: 'cblr',
  about: 'a Live Response shell for Carbon Black EDR',
  version,
  commands: entries.map((entry) => entry.spec),
  globals: globalOptions,
  groupOrder: ['live response', 'sessions', 'setup', 'files', 'processes', 'registry', 'memory', 'session'],
  topics: { 'exit-codes': helpOfExitCodes },
};
