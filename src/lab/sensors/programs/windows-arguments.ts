/**
 * Arguments of a Windows command line behind the program's name, as CommandLineToArgvW takes them apart:
 * blanks separate, quotes hold together, `\"` is a quote, backslashes before a quote are halved.
 */
export function splitWindowsArguments(tail: string): string[] {
  const args: string[] = [];
  let current: string | undefined;
  let isQuoted = false;
  for (let at = 0; at < tail.length; at += 1) {
    const char = tail.charAt(at);
    if (char === '\\') {
      const slashes = /^\\+/.exec(tail.slice(at))?.[0].length ?? 1;
      at += slashes - 1;
      const beforeQuote = tail.charAt(at + 1) === '"';
      current = (current ?? '') + '\\'.repeat(beforeQuote ? Math.floor(slashes / 2) : slashes);
      if (beforeQuote && slashes % 2 === 1) {
        current += '"';
        at += 1;
      }
    } else if (char === '"') {
      if (isQuoted && tail.charAt(at + 1) === '"') {
        current = `${current ?? ''}"`;
        at += 1;
      } else {
        isQuoted = !isQuoted;
        current ??= '';
      }
    } else if ((char === ' ' || char === '\t') && !isQuoted) {
      if (current !== undefined) args.push(current);
      current = undefined;
    } else current = (current ?? '') + char;
  }
  return current === undefined ? args : [...args, current];
}
