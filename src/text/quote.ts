import type { Quote } from './tokenise.ts';

/** Quoted for our shell (tokenise.ts): bare where it needs no quotes, otherwise in those that it holds fewer of. */
export function quoteWord(word: string): string {
  return needsQuotes(word) ? quoteWith(word, preferredQuote(word)) : word;
}

/** True where the bare word would be read as something else: blanks, quotes, operators, wildcards, an option, `!local`, a comment. */
export function needsQuotes(word: string): boolean {
  return word === '' || /[\s'"|>;*?[]|&&|&$/.test(word) || /^[!#]|^-./s.test(word) || mayBeBraces(word);
}

function mayBeBraces(word: string): boolean {
  const open = word.indexOf('{');
  return open >= 0 && word.includes(',', open);
}

/** As `quoteWord`, but each `*` stays a wildcard. */
export function quoteGlob(word: string): string {
  return word
    .split('*')
    .map((piece) => (piece === '' ? '' : quoteWord(piece)))
    .join('*');
}

/** In the given quotes, the same ones inside doubled. */
export function quoteWith(word: string, quote: Quote): string {
  return `${quote}${word.replaceAll(quote, quote + quote)}${quote}`;
}

/** Single quotes only for a word that holds double ones and no single ones. */
export function preferredQuote(word: string): Quote {
  return word.includes('"') && !word.includes("'") ? "'" : '"';
}

/**
 * One command line that `CommandLineToArgvW` and Microsoft's C runtime split into these words again. The first word is the program,
 * which both read without escapes, so it cannot hold a double quote (no Windows file name does); one in it is left out.
 */
export function quoteForWindows(words: readonly string[]): string {
  const [program, ...rest] = words;
  if (program === undefined) return '';
  return [windowsProgram(program), ...rest.map(windowsArgument)].join(' ');
}

function windowsProgram(word: string): string {
  const plain = word.replaceAll('"', '');
  return plain !== '' && !/\s/.test(plain) ? plain : `"${plain}"`;
}

/**
 * The inside of a quoted word: backslashes are doubled only before a quote, those inside it, written as `quote`, and the closing one. Not by a
 * pattern, which takes time by the square of their number.
 */
function withBackslashes(word: string, quote: string): string {
  return word
    .split('"')
    .map((piece) => {
      let end = piece.length;
      while (piece[end - 1] === '\\') end -= 1;
      return piece + piece.slice(end);
    })
    .join(quote);
}

function windowsArgument(word: string): string {
  if (word !== '' && !/[\s"]/.test(word)) return word;
  return `"${withBackslashes(word, '\\"')}"`;
}

/**
 * One command line that cmd.exe reads, and then the program or batch file behind it, each finding these words again: everything but plain
 * characters stands in quotes, a quote is doubled, and no `%` begins a variable, as an empty piece of `CD` follows it. Wants command
 * extensions on and delayed expansion off (`/e:on /v:off`), and no line ends: see `fitsOneLine`.
 */
export function quoteForCmd(words: readonly string[]): string {
  return words.map(cmdWord).join(' ');
}

function cmdWord(word: string): string {
  if (/^[A-Za-z0-9#$*+./:?@\\_-]+$/.test(word) && !word.endsWith('\\')) return word;
  const inside = withBackslashes(word, '""');
  return `"${inside.replaceAll('%', '%%cd:~,%')}"`;
}

/**
 * A line of which cmd.exe (`/e:on /v:off`) reads nothing, and which the program behind it finds as it stands: what it would take for its own has
 * a caret in front, outside quotes; no `%` begins a variable. Of an odd number of quotes the last opens none. Wants no line ends: see
 * `fitsOneLine`.
 */
export function asDataForCmd(line: string): string {
  const quotes = line.split('"').length - 1;
  const open = quotes % 2 === 1 ? line.lastIndexOf('"') : -1;
  let isQuoted = false;
  let out = '';
  for (let i = 0; i < line.length; i += 1) {
    const char = line.charAt(i);
    if (char === '"' && i !== open) isQuoted = !isQuoted;
    if (char === '%') out += '%%cd:~,%';
    else out += (!isQuoted && /[\^&|<>()]/.test(char)) || i === open ? `^${char}` : char;
  }
  return out;
}

/** False for words that no quotes keep together where a line is read. */
export function fitsOneLine(words: readonly string[]): boolean {
  return !words.some((word) => /[\r\n\0]/.test(word));
}

/** One command line that a POSIX shell splits into these words again, with nothing expanded. */
export function quoteForPosix(words: readonly string[]): string {
  return words.map(posixWord).join(' ');
}

function posixWord(word: string): string {
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word) && !/^\w+=/.test(word)
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The command line that goes to a sensor: in the shell its exact text; from argv one word as it is, several quoted for the sensor's
 * system (cli.md, `exec`), or for its cmd.exe where that reads the line first.
 */
export function sensorCommandLine(
  line: { readonly text?: string | undefined; readonly words: readonly string[] },
  style: 'windows' | 'unix' | 'cmd',
): string {
  if (line.text !== undefined) return line.text;
  const [first = '', ...rest] = line.words;
  if (rest.length === 0) return first;
  if (style === 'cmd') return quoteForCmd(line.words);
  return style === 'windows' ? quoteForWindows(line.words) : quoteForPosix(line.words);
}
