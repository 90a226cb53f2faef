import { alreadyShown } from '../../run/outcome.ts';
import { formatDuration } from '../../text/age.ts';
import { builtin } from '../shell-context.ts';

export const time = builtin({
  name: 'time',
  about: 'run a verb and say how long it took',
  group: 'shell',
  effect: 'reads',
  operands: { verb: { kind: 'commandLine', about: 'the verb with its words' } },
  options: {},
  search: ['measure', 'duration'],
  examples: [{ line: 'time ps', shows: 'the processes, and the time on stderr' }],

  async run({ verb }, { run, runtime, note }) {
    const begun = runtime.clock.monotonic();
    const outcome = await run(verb);
    const tookMs = Math.round(runtime.clock.monotonic() - begun);
    note(`took ${tookMs < 10_000 ? `${tookMs} ms` : formatDuration(tookMs)}`);
    return alreadyShown(outcome);
  },
});
