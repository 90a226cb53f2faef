/** A command line of bash up to the cursor, as far as completion looks at it. Nothing in it is expanded. */
export interface BashLine {
  /** From the command's name on, without quotes and without redirections; the last is being typed, and may be empty. */
  readonly words: readonly string[];
  /** A file is named behind `>` or `<`: that is no word of the command. */
  readonly isRedirect: boolean;
  /** The part of the last word that bash keeps; what is offered goes behind it. */
  readonly kept: string;
  /** The quote that is open at the cursor. */
  readonly quote: '"' | "'" | undefined;
}

/** Splits it as bash does. `breaks` are the characters that end what bash replaces (`COMP_WORDBREAKS`). */
export function readBashLine(line: string, breaks: string): BashLine {
  const words: { text: string; isOperator: boolean }[] = [];
  let word: { text: string; kept: number; isPlain: boolean } | undefined;
  let quote: '"' | "'" | undefined;
  const begin = () => {
    word ??= { text: '', kept: 0, isPlain: true };
    return word;
  };
  const end = () => {
    if (word !== undefined)
      words.push({ text: word.text, isOperator: word.isPlain && isOperator(word.text) });
    word = undefined;
  };
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at);
    if (quote === undefined && /\s/.test(char)) {
      end();
      continue;
    }
    const current = begin();
    const next = line.charAt(at + 1);
    if (char === '\\' && quote !== "'" && (quote === undefined || /["\\$`]/.test(next))) {
      current.text += next;
      current.isPlain = false;
      at += 1;
    } else if (char === quote) quote = undefined;
    else if (quote === undefined && (char === '"' || char === "'")) {
      quote = char;
      current.kept = current.text.length;
      current.isPlain = false;
    } else {
      current.text += char;
      if (quote === undefined && breaks.includes(char)) current.kept = current.text.length;
    }
  }
  const { text, kept } = word ?? { text: '', kept: 0 };
  const before = words.map(({ text: each }) => each);
  const isPlain = (index: number): boolean =>
    words[index]?.isOperator !== true && words[index - 1]?.isOperator !== true;
  return {
    words: [...before.filter((_, index) => isPlain(index)), text],
    isRedirect: words.at(-1)?.isOperator === true,
    kept: text.slice(0, kept),
    quote,
  };
}

function isOperator(text: string): boolean {
  return /^\d*(?:<|>|>>|<>|>\||>&|<&)$|^&>>?$/.test(text);
}

/**
 * What bash is to put behind the kept part for this word, quoted as the line wants it; undefined where it cannot be. `end` goes behind a
 * word that is complete: an open quote is closed by bash itself.
 */
export function forBashLine(text: string, { kept, quote }: BashLine, end: '' | ' '): string | undefined {
  if (text.slice(0, kept.length).toLowerCase() !== kept.toLowerCase()) return undefined;
  const rest = text.slice(kept.length);
  if (quote === "'") return rest.includes("'") ? undefined : rest;
  if (quote === '"') return /["\\$`!]/.test(rest) ? undefined : rest;
  return rest.replace(/[^\p{L}\p{M}\p{N}_@%+=:,./-]/gu, '\\$&') + end;
}
