import type { Live } from '../live/live.ts';
import type { RemovalLine } from '../live/remains.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';
import { escapeLine } from '../text/escape.ts';
import { quoteForPosix } from '../text/quote.ts';
import { spanWords } from '../text/time-words.ts';

/** What is typed in the shell of this computer to remove files of a sensor, through the same profile. */
export function removalLine(
  { platform }: Pick<Runtime, 'platform'>,
  { lab, profile }: Partial<Globals>,
  sensorId: number,
): RemovalLine {
  const quote = (word: string) => (platform === 'win32' ? `"${word}"` : quoteForPosix([word]));
  const way = lab === true ? ' --lab' : profile === undefined ? '' : ` -p ${quote(profile)}`;
  return (paths, isFolder) =>
    `cblr${way} rm ${sensorId}${isFolder ? ' -r' : ''} ${paths.map(quote).join(' ')}`;
}

export interface OfferOptions {
  readonly runtime: Runtime;
  readonly globals: Partial<Globals>;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

/** Offers to remove what earlier sessions had to leave on the sensor: asks on a terminal, else says the line that does it. */
export async function offerLeftFiles(
  live: Live,
  { runtime, globals, signal, note }: OfferOptions,
): Promise<void> {
  const { remains, session } = live;
  const asks = runtime.streams.canPrompt && globals.dryRun !== true && globals.yes !== true;
  for (const left of await remains.found(signal)) {
    const ago = spanWords(Math.max(0, runtime.clock.now() - left.leftMs));
    const what = `${left.path}, left on ${session.sensor.hostname} ${ago} ago (${left.what})`;
    const later = `${remains.removalOf(left)} removes it`;
    if (!asks) note(`${what}: ${later}`);
    else if (await runtime.prompter.confirm(`remove ${escapeLine(what)}?`)) remains.remove(left);
    else {
      await remains.forget(left);
      note(`it stays: ${later}`);
    }
  }
}
