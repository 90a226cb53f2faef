/** Words of a Unix command line that no shell reads: blanks separate, `'…'`, `"…"` and `\` quote, nothing is expanded. */
export function splitUnixArguments(line: string): string[] {
  const words: string[] = [];
  let current: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"' && /["\\$`]/.test(line.charAt(at + 1))) {
        at += 1;
        current = (current ?? '') + line.charAt(at);
      } else current = (current ?? '') + char;
    } else if (char === "'" || char === '"') {
      quote = char;
      current ??= '';
    } else if (char === '\\' && at + 1 < line.length) {
      at += 1;
      current = (current ?? '') + line.charAt(at);
    } else if (/\s/.test(char)) {
      if (current !== undefined) words.push(current);
      current = undefined;
    } else current = (current ?? '') + char;
  }
  return current === undefined ? words : [...words, current];
}
