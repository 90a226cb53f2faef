import type { Style } from '../output/style.ts';
import type { Outcome } from '../run/outcome.ts';
import { escapeLine } from '../text/escape.ts';
import { displayWidth, truncateToWidth } from '../text/width.ts';
import type { PromptParts } from './shell-host.ts';

/**
 * `PRODUCTION WIN-EP7RMLTCLAJ C:\Windows !3> `: label, host, directory, and the exit code of the last line where it failed. Escaped, and
 * cut so that at least half of the line is left to type in.
 */
export function promptText(
  { host, directory, label }: PromptParts,
  last: Outcome,
  style: Style,
  columns: number,
): string {
  const room = Math.max(24, Math.floor(columns / 2));
  const shownLabel = label === undefined || label === '' ? '' : truncateToWidth(escapeLine(label), 16);
  const shownHost = truncateToWidth(escapeLine(host), Math.max(15, Math.floor(room / 3)));
  const left = Math.max(8, room - displayWidth(shownHost) - displayWidth(shownLabel));
  const failure = last.exitCode === 0 ? '' : ` ${style.bad(`!${last.exitCode}`)}`;
  const lead = shownLabel === '' ? '' : `${style.bad(shownLabel)} `;
  return `${lead}${style.name(shownHost)} ${lastPart(escapeLine(directory), left)}${failure}> `;
}

/** The end of a directory says more than its beginning. */
function lastPart(directory: string, width: number): string {
  if (displayWidth(directory) <= width) return directory;
  const characters = [...directory];
  while (characters.length > 0 && displayWidth(characters.join('')) > width - 1) characters.shift();
  return `…${characters.join('')}`;
}
