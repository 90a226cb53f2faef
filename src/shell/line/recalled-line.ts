/** `!!` or `!5` at the beginning of a line, and what is behind it. */
const recall = /^!(!|\d{1,9})(?=$|[\s|>;&])(.*)$/s;

/** What `!!` (the line before) or `!5` (as history numbers it) stands for, with what is typed behind it; or why there is none. */
export type Recalled = { readonly line: string } | { readonly fault: string };

/** Undefined for any other line. */
export function recalledLine(line: string, history: readonly string[]): Recalled | undefined {
  const [, which, rest = ''] = recall.exec(line.trim()) ?? [];
  if (which === undefined) return undefined;
  const meant = which === '!' ? history.at(-1) : history[Number(which) - 1];
  if (meant !== undefined) return { line: meant + rest };
  const fault = which === '!' ? 'there is no line before this one' : `no line ${which} in the history`;
  return { fault: `${fault}; history lists them` };
}
