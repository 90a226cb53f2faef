/** A path taken apart: `C:\Windows\` is root `C:`, parts `['Windows']`, trailing. On Unix the root is `''`. */
export interface ParsedPath {
  readonly root: string;
  readonly parts: readonly string[];
  /** Ended with a separator: what is inside is meant. */
  readonly trailing: boolean;
  /** Windows: came behind `\\?\`, and goes out so. */
  readonly isVerbatim?: boolean;
}

/** What differs between the path worlds. */
export interface PathRules {
  readonly separator: '\\' | '/';
  readonly hasAltNames: boolean;
  /** Throws `EndpointFailure` for what can be no path of this system. */
  parse(path: string, workingDirectory: string): ParsedPath;
  format(path: ParsedPath): string;
  /** Two names are the same entry when their keys are equal. */
  key(name: string): string;
  isWildcard(name: string): boolean;
  /** A test for names against one wildcard. */
  matcher(pattern: string): (name: string) => boolean;
  /** May a new entry have this name? */
  isValidName(name: string): boolean;
  /** Can a path written like that name an entry called so? */
  reaches(path: string, name: string): boolean;
}

/** `.` and `..` taken out. */
export function resolveDots(parts: readonly string[]): string[] {
  const resolved: string[] = [];
  for (const part of parts) {
    if (part === '..') resolved.pop();
    else if (part !== '.' && part !== '') resolved.push(part);
  }
  return resolved;
}
