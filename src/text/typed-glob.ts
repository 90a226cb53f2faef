import { expandBraces } from './braces.ts';
import { hasWildcard, literally, plainly } from './glob.ts';
import type { PathStyle, RemotePaths } from './remote-path.ts';
import type { Span } from './tokenise.ts';

/** What of a system's path rules patterns need. */
export type PatternPaths = Pick<RemotePaths, 'style' | 'separator' | 'resolve' | 'join' | 'split'>;

/** A path as it was typed, with wildcards in any part, and braces. */
export interface TypedGlob {
  readonly typed: string;
  /** Characters that quotes made plain; a one-shot knows none, as the analyst's own shell has taken the quotes away. */
  readonly inQuotes?: readonly Span[] | undefined;
}

/** One path of those that are meant. */
export interface PathPattern {
  readonly typed: string;
  /** For `glob.ts`: what is no wildcard is marked. */
  readonly pattern: string;
}

/** A path in which nothing is a wildcard. */
export function plainPath(path: string): PathPattern {
  return { typed: path, pattern: literally(path) };
}

/**
 * The paths that a typed one stands for by its braces. Quotes make wildcards plain where a name can hold them: on Windows none can, and there
 * "C:\Program Files\*.exe" is what everybody types.
 */
export function patternsOf({ typed, inQuotes = [] }: TypedGlob, style: PathStyle): readonly PathPattern[] {
  const quoted = new Uint8Array(typed.length);
  for (const [from, to] of inQuotes) quoted.fill(1, from, to);
  const show = (from: number, to: number): string => {
    let shown = '';
    for (let at = from; at < to; at += 1) {
      const char = typed.charAt(at);
      shown += style === 'unix' && quoted[at] === 1 ? literally(char) : char;
    }
    return shown;
  };
  return expandBraces(typed, (at) => quoted[at] === 1, show).map((pattern) => ({
    typed: plainly(pattern),
    pattern,
  }));
}

export interface ResolvedPattern {
  /** The path up to its first part with a wildcard; all of it where there is none. */
  readonly base: string;
  readonly steps: readonly PatternStep[];
}

/** A part with a wildcard, and the plain ones behind it. */
export interface PatternStep {
  readonly pattern: string;
  readonly below: readonly string[];
}

/** Seen from a directory, whose own characters are plain, whatever they are. */
export function resolvePattern(
  { typed, pattern }: PathPattern,
  paths: PatternPaths,
  directory: string,
): ResolvedPattern {
  const { style } = paths;
  if (!hasWildcard(pattern, style)) return { base: paths.resolve(directory, typed), steps: [] };
  const from = paths.split(directory);
  const { root, parts } = paths.split(
    paths.resolve(below(paths, from.root, from.parts.map(literally)), pattern),
  );
  const first = parts.findIndex((part) => hasWildcard(part, style));
  const plain = first < 0 ? parts : parts.slice(0, first);
  const steps: { readonly pattern: string; readonly below: string[] }[] = [];
  for (const part of parts.slice(plain.length)) {
    if (hasWildcard(part, style)) steps.push({ pattern: part, below: [] });
    else steps.at(-1)?.below.push(plainly(part));
  }
  return { base: below(paths, root, plain.map(plainly)), steps };
}

/** At once: a path that grows part by part is copied each time. */
function below(paths: PatternPaths, root: string, parts: readonly string[]): string {
  return parts.length === 0 ? root : paths.join(root, parts.join(paths.separator));
}
