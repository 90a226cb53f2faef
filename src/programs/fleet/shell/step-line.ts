import type { Call } from '../../../run/call.ts';
import { longName } from '../../../spec/names.ts';
import type { Occurrence, ParsedWord } from '../../../spec/scan-words.ts';
import { quoteWord } from '../../../text/quote.ts';

/** Options of a line that say how its answers are shown, or whether it is sent; the others are the verb's. */
const shown: ReadonlySet<string> = new Set([
  ...['output', 'json', 'jq', 'template', 'null', 'bom', 'fields', 'expect', 'quiet', 'pager'],
  ...['yes', 'dryRun'],
]);

/** What of a line each host is to do: as it was typed, without what is for the shell. `own`: options that the shell has added to the verb. */
export function stepLineOf({ spec, typed, scan, words }: Call<never>, own: ReadonlySet<string>): string {
  const { occurrences, operands, commandLine, optionsEnded } = scan;
  const kept = occurrences.filter(({ entry }) => !(entry.isGlobal ? shown : own).has(entry.key));
  if (kept.length === occurrences.length) return typed;
  // `typed` is from the verb to the end of the last word.
  const verbAt = (words.at(-1)?.end ?? 0) - typed.length;
  const raw = ({ text, start, end }: ParsedWord): string =>
    start === undefined || end === undefined ? quoteWord(text) : typed.slice(start - verbAt, end - verbAt);
  const options = kept.map(optionText);
  const [first] = commandLine;
  const command = first?.start === undefined ? [] : [typed.slice(first.start - verbAt)];
  const plain = operands.map(raw);
  const dashes = optionsEnded ? ['--'] : [];
  const rest = command.length > 0 ? [...plain, ...dashes, ...command] : [...dashes, ...plain];
  return [spec.name, ...options, ...rest].join(' ');
}

function optionText({ entry: { key, option }, value }: Occurrence): string {
  const name = longName(key);
  if (value === true) return name;
  if (value === false) return name.replace(/^--/, '--no-');
  return `${name}${option.optionalValue === true ? '=' : ' '}${quoteWord(value)}`;
}
