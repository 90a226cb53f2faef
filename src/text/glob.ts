import type { PathStyle } from './remote-path.ts';

/** Says of a whole name whether it fits. */
export type NameTest = (name: string) => boolean;

/** Stands before a character that is no wildcard: no system has it in a name. */
const mark = '\0';

/** The text as a pattern for which nothing but itself fits. */
export function literally(text: string): string {
  return text.replace(/[*?[\0]/g, (char) => mark + char);
}

/** What a pattern says, its marks left out. */
export function plainly(pattern: string): string {
  return pattern.replace(/\0(.)/gs, '$1');
}

/** True when a name holds wildcards: `*` and `?`, on Unix `[…]` too (brackets are plain characters on Windows). */
export function hasWildcard(pattern: string, style: PathStyle): boolean {
  return (style === 'windows' ? /[*?]/ : /[*?[]/).test(pattern.replace(/\0./gs, ''));
}

/** Whole names that fit a pattern. */
export function matchGlob(pattern: string, name: string, style: PathStyle): boolean {
  return globTest(pattern, style)(name);
}

/**
 * Two pointers and one place to go back to, so that a hostile name or pattern costs at most the product of their lengths.
 */
export function globTest(pattern: string, style: PathStyle): NameTest {
  const tokens = compile(style === 'windows' ? pattern.toLowerCase() : pattern, style);
  return (name) => fits(tokens, style === 'windows' ? name.toLowerCase() : name);
}

function fits(tokens: readonly Token[], text: string): boolean {
  let t = 0;
  let c = 0;
  let star = -1;
  let restart = 0;
  while (c < text.length) {
    const token = tokens[t];
    const char = charAt(text, c);
    if (token === '*') {
      star = t;
      t += 1;
      restart = c;
    } else if (token?.(char)) {
      t += 1;
      c += char.length;
    } else if (star >= 0) {
      t = star + 1;
      restart += charAt(text, restart).length;
      c = restart;
    } else return false;
  }
  while (tokens[t] === '*') t += 1;
  return t === tokens.length;
}

/** A whole character, though it is two units. Not a list of them all: a hostile name may have 60 million. */
function charAt(text: string, at: number): string {
  const isPair = (text.codePointAt(at) ?? 0) > 0xffff;
  return text.slice(at, isPair ? at + 2 : at + 1);
}

type Token = '*' | ((char: string) => boolean);

function compile(pattern: string, style: PathStyle): readonly Token[] {
  const chars = [...pattern];
  const tokens: Token[] = [];
  for (let i = 0; i < chars.length; i += 1) {
    const char = chars[i] ?? '';
    const next = chars[i + 1];
    if (char === mark && next !== undefined) {
      tokens.push((other) => other === next);
      i += 1;
    } else if (char === '*') tokens.push('*');
    else if (char === '?') tokens.push(() => true);
    else if (char === '[' && style === 'unix') {
      const end = chars.indexOf(']', i + 2);
      if (end < 0) tokens.push((other) => other === char);
      else {
        tokens.push(charClass(chars.slice(i + 1, end)));
        i = end;
      }
    } else tokens.push((other) => other === char);
  }
  return tokens;
}

function charClass(inside: readonly string[]): (char: string) => boolean {
  const negated = inside[0] === '!' || inside[0] === '^';
  const body = negated ? inside.slice(1) : inside;
  return (char) => {
    let hit = false;
    for (let i = 0; i < body.length; i += 1) {
      const from = body[i] ?? '';
      const to = body[i + 2];
      if (body[i + 1] === '-' && to !== undefined) {
        hit ||= from <= char && char <= to;
        i += 2;
      } else hit ||= from === char;
    }
    return hit !== negated;
  };
}
