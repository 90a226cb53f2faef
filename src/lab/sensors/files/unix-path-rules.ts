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
};

function parse(path: string, workingDirectory: string): ParsedPath {
  if (path === '') {
    fail('fileNotFound');
  }
  if (path.includes('\0')) {
    fail('invalidName');
  }
  const whole = path.startsWith('/') ? path : `${workingDirectory}/${path}`;
  const parts = resolveDots(whole.split('/'));
  return { root: '', parts, trailing: path.endsWith('/') || parts.length === 0 };
}

/** `*`, `?` and `[…]`; a leading dot is nothing special to a listing. */
export function globMatcher(pattern: string): (name: string) => boolean {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const close = char === '[' ? pattern.indexOf(']', at + 2) : -1;
    if (char === '*') {
      source += '[^]*';
    } else if (char === '?') {
      source += '[^]';
    } else if (close > 0) {
      const inside = pattern.slice(at + 1, close).replace(/[\\\]^]/g, '\\$&');
      source += inside.startsWith('!') ? `[^${inside.slice(1)}]` : `[${inside}]`;
      at = close;
    } else {
      source += char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    }
  }
  return asTest(source, pattern);
}

function asTest(source: string, pattern: string): (name: string) => boolean {
  try {
    const expression = new RegExp(`^${source}$`, 'u');
    return (name) => expression.test(name);
  } catch {
    // A bracket that is no range (`[z-a]`) means itself.
    return (name) => name === pattern;
  }
}
