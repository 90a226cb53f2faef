import { fail } from '../failure.ts';
import { type ParsedPath, type PathRules, resolveDots } from './path-rules.ts';

/** `/` paths, case kept and told apart. */
export const unixPathRules: PathRules = {
  separator: '/',
  hasAltNames: false,
  parse,
  format: ({ parts }) => `/${parts.join('/')}`,
  key: (name) => name,
  isWildcard: (name) => /[*?[]/.test(name),
  matcher: globMatcher,
  isValidName: (name) => Buffer.byteLength(name) <= 255 && !/[/\0]/.test(name),
  reaches: () => true,
};

function parse(path: string, workingDirectory: string): ParsedPath {
  if (path === '') fail('fileNotFound');
  if (path.includes('\0')) fail('invalidName');
  const whole = path.startsWith('/') ? path : `${workingDirectory}/${path}`;
  const parts = resolveDots(whole.split('/'));
  return { root: '', parts, trailing: path.endsWith('/') || parts.length === 0 };
}

/** `*`, `?` and `[…]`; a leading dot is nothing special to a listing. */
export function globMatcher(pattern: string): (name: string) => boolean {
  const steps = parseGlob(pattern);
  return (name) => matches(steps, Array.from(name));
}

/** A star, or a test for one character. */
type Step = '*' | ((char: string) => boolean);

function parseGlob(pattern: string): Step[] {
  const chars = Array.from(pattern);
  const steps: Step[] = [];
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? '';
    const close = char === '[' ? chars.indexOf(']', at + 2) : -1;
    if (char === '*') steps.push('*');
    else if (char === '?') steps.push(() => true);
    else if (close > 0) {
      steps.push(bracketTest(chars.slice(at + 1, close)));
      at = close;
    } else steps.push((other) => other === char);
  }
  return steps;
}

function bracketTest(inside: readonly string[]): (char: string) => boolean {
  const isNegated = inside[0] === '!' || inside[0] === '^';
  const ranges: (readonly [string, string])[] = [];
  for (let at = isNegated ? 1 : 0; at < inside.length; at += 1) {
    const first = inside[at] ?? '';
    const isRange = inside[at + 1] === '-' && at + 2 < inside.length;
    ranges.push([first, isRange ? (inside[at + 2] ?? '') : first]);
    at += isRange ? 2 : 0;
  }
  return (char) => ranges.some(([low, high]) => low <= char && char <= high) !== isNegated;
}

// Goes back to the last star only: no pattern takes longer than its length times the name's.
function matches(steps: readonly Step[], name: readonly string[]): boolean {
  let step = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const wanted = steps[step];
    if (wanted === '*') {
      star = step;
      starAt = at;
      step += 1;
    } else if (wanted?.(name[at] ?? '') === true) {
      step += 1;
      at += 1;
    } else if (star >= 0) {
      starAt += 1;
      at = starAt;
      step = star + 1;
    } else return false;
  }
  return steps.slice(step).every((rest) => rest === '*');
}
