/**
 * The words of a command line as `/bin/sh` sees them: `'…'` and `"…"` quote, blanks separate. An unquoted backslash is refused, as the
 * shell would eat it: paths of Windows stand in quotes.
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  const pattern = /\s*((?:'[^']*'|"[^"]*"|[^\s'"])+)/gy;
  let at = 0;
  for (const match of line.matchAll(pattern)) {
    at = match.index + match[0].length;
    const parts = (match[1] ?? '').match(/'[^']*'|"[^"]*"|[^'"]+/g) ?? [];
    words.push(parts.map((part) => unquoted(part, line)).join(''));
  }
  if (line.slice(at).trim() !== '') throw new Error(`a quote is open: ${line}`);
  return words;
}

function unquoted(part: string, line: string): string {
  if (/^['"]/.test(part)) return part.slice(1, -1);
  if (/[\\|<>;&$*?`]/.test(part)) throw new Error(`${part} is not quoted for a shell: ${line}`);
  return part;
}
