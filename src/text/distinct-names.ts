/** The items without those that differ from an earlier one in the case of their name alone: the server lists hosts and groups in both. */
export function distinctNames<T>(items: readonly T[], nameOf: (item: T) => string): readonly T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const name = nameOf(item).toLowerCase();
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
