import { CbError, isCbError } from '../../errors/cb-error.ts';
import { writeTo } from '../../output/output-closed.ts';
import { alreadyShown, type Outcome, success } from '../../run/outcome.ts';
import { formatDuration, formatTime } from '../../text/age.ts';
import { escapeLine } from '../../text/escape.ts';
import { builtin, type ShellContext } from '../shell-context.ts';

const clearScreen = '\u001b[H\u001b[2J';

export const watch = builtin({
  name: 'watch',
  about: 'run a verb again and again until Ctrl-C',
  details: 'Where there is no terminal, the first failure ends it.',
  group: 'shell',
  effect: 'reads',
  operands: {
    interval: { kind: 'durationMs', about: 'the pause between two runs: 2, 500ms, 1m' },
    verb: { kind: 'commandLine', about: 'the verb with its words' },
  },
  options: { count: { kind: 'integer', short: 'n', about: 'end after so many runs' } },
  search: ['repeat', 'loop', 'every'],
  examples: [{ line: 'watch 5 ps --name setup.exe', shows: 'look every five seconds' }],

  async run({ interval, verb, count = Number.POSITIVE_INFINITY }, context) {
    if (interval < 100) throw new CbError('Usage', 'watch wants a pause of at least 100ms');
    if (count < 1) throw new CbError('Usage', 'watch wants at least one run: --count 1');
    let outcome: Outcome = success;
    for (let runs = 1; ; runs += 1) {
      await announce(context, `every ${pauseText(interval)}: ${verb.text ?? verb.words.join(' ')}`);
      outcome = await context.run(verb);
      const failed = outcome.exitCode !== 0 && !context.isInteractive;
      if (runs >= count || failed || outcome.outputClosed || context.signal.aborted) break;
      try {
        await context.runtime.clock.sleep(interval, context.signal);
      } catch (error) {
        // Ctrl-C in the pause is how one leaves: no failure.
        if (isCbError(error, 'Interrupted') && context.isInteractive) break;
        throw error;
      }
    }
    return alreadyShown(outcome);
  },
});

async function announce({ sink, runtime, style, settings }: ShellContext, text: string): Promise<void> {
  if (!sink.isTTY) return;
  const { dim } = await style();
  const line = escapeLine(`${text}   ${formatTime(runtime.clock.now(), settings.values.times)}`);
  await writeTo(sink, `${clearScreen}${dim(line)}\n\n`);
}

function pauseText(ms: number): string {
  return ms < 60_000 ? `${ms / 1000}s` : formatDuration(ms);
}
