export interface Operands {
  readonly paths: readonly string[];
  /** Letters of `/x`, lower-case; of `/a:h` the `a`. */
  readonly switches: ReadonlySet<string>;
}

/** Paths and switches of a command inside `cmd.exe`; quotes hold a path together. */
export function operands(tail: string): Operands {
  const switches = new Set<string>();
  const paths: string[] = [];
  for (const word of tail.match(/(?:"[^"]*"?|[^\s"/,;])+|\/[^\s/]*/g) ?? []) {
    if (word.startsWith('/') && word.length > 1) switches.add(word.charAt(1).toLowerCase());
    else paths.push(word.replaceAll('"', ''));
  }
  return { paths, switches };
}
