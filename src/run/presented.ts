import type { OutputForm, Program } from '../output/drawing.ts';
import { isOutputClosed } from '../output/output-closed.ts';
import { kindOf, presentError } from '../output/present.ts';
import { loadStyle } from '../output/style.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';
import { type Outcome, outcomeOfKind, success } from './outcome.ts';

export interface Presentation {
  readonly runtime: Pick<Runtime, 'streams'>;
  /** In front of error lines; none inside the shell. */
  readonly program?: Program | undefined;
  readonly globals: Partial<Globals>;
}

/** What the work ends with. Whatever it throws is shown and told by the outcome; a reader of the output who has gone is no failure. */
export async function presented(how: Presentation, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (isOutputClosed(error))
      return { ...(error.isUnfinished ? outcomeOfKind('Partial') : success), outputClosed: true };
    return await refused(error, how);
  }
}

/** Shows an error, and gives the outcome that it is. */
export async function refused(error: unknown, how: Presentation): Promise<Outcome> {
  await showError(error, how);
  return outcomeOfKind(kindOf(error));
}

/** Writes an error to stderr in words, or as JSON where results are. Whoever closed stderr does not want to hear of it. */
export async function showError(error: unknown, { runtime, program, globals }: Presentation): Promise<void> {
  const text = presentError(error, {
    program,
    mode: outputMode(globals) ?? 'table',
    debug: globals.debug === true,
    style: await loadStyle(runtime.streams.colorLevel.err),
  });
  await runtime.streams.err.write(text).catch(() => undefined);
}

/** `--json` is short for `--output json`; undefined where nothing was said. */
export function outputMode(globals: Partial<Globals>): OutputForm | undefined {
  return globals.json === true ? 'json' : globals.output;
}
