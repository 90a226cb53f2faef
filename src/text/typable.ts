const longest = 200;

/**
 * Those of the names that can be offered to a shell: short, all of it visible, no option and no home, no blanks at its ends, and nothing that a shell
 * might expand even within quotes.
 */
export function typable(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter(
    (name) =>
      name.length <= longest &&
      /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]+$/u.test(name) &&
      !/^[-~ ]| $|[$`!\u2800]/u.test(name),
  );
}
