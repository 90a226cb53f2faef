import { AsyncLocalStorage } from 'node:async_hooks';
import { vi } from 'vitest';
import { cblrCommands } from '../../src/commands/index.ts';
import { queries } from '../../src/queries/index.ts';
import { builtins } from '../../src/shell/builtins/index.ts';
import { type Effect, effectOf, type Input, type Spec } from '../../src/spec/spec.ts';
import { verbs } from '../../src/verbs/index.ts';
import { type SeenFields, watchFields } from './seen-fields.ts';

/** A verb or command that was run, or whose question was asked, with the effect that this very call of it has. */
export interface MadeCall {
  readonly spec: Spec<never>;
  readonly effect: Effect;
}

/** What all calls of this process have given. */
export const seenFields: SeenFields = new Map();

const made = new AsyncLocalStorage<MadeCall[]>();

/** Gives `work` the list of the calls that are made in it, as they are made. */
export function gatherCalls<T>(work: (calls: MadeCall[]) => Promise<T>): Promise<T> {
  watchSpecs();
  const calls: MadeCall[] = [];
  return made.run(calls, () => work(calls));
}

/** Once a process: a spec is one object, whoever runs it. */
function watchSpecs(): void {
  const all: readonly Spec<never>[] = [...verbs, ...builtins, ...cblrCommands, ...queries];
  for (const spec of all) {
    if (vi.isMockFunction(spec.run)) continue;
    const program = (queries as readonly Spec<never>[]).includes(spec) ? 'cbq' : 'cblr';
    const note = (input: Input) => void made.getStore()?.push({ spec, effect: effectOf(spec, input) });
    const { run, question } = spec;
    vi.spyOn(spec, 'run').mockImplementation(async (input, context) => {
      note(input);
      return watchFields(`${program} ${spec.name}`, await run(input, context), seenFields);
    });
    if (typeof question !== 'function') continue;
    Object.assign(spec, {
      question(input: Input, context: never) {
        note(input);
        return question(input, context);
      },
    });
  }
}
