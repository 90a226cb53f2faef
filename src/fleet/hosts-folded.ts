/**
 * Names of hosts as clush folds them: those that differ in one number stand together, `WEB-[01-12,15]`, in the order of the names. What
 * else a name holds is left as it is: whoever shows it escapes it.
 */
export function foldHosts(names: readonly string[]): string {
  const parts = [...new Set(names)].map(partsOf);
  const widths = new Set(parts.filter(isPadded).map(widthKey));
  const bundles = Map.groupBy(parts, (each) =>
    // `12` stands beside `01`, and `1` does not.
    widths.has(widthKey(each)) ? widthKey(each) : JSON.stringify([each.lead, each.tail, each.number === '']),
  );
  const byName = new Intl.Collator('en', { numeric: true });
  return [...bundles.values()]
    .map((bundle) => `${bundle[0]?.lead}${spans(bundle.map(({ number }) => number))}${bundle[0]?.tail}`)
    .sort(byName.compare)
    .join(',');
}

/** A name around the number that counts its kind, which is the last in it; empty for none. */
interface NameParts {
  readonly lead: string;
  readonly number: string;
  readonly tail: string;
}

function partsOf(name: string): NameParts {
  const [, lead = name, number = '', tail = ''] = /^(.*?)(\d{1,9})(\D*)$/s.exec(name) ?? [];
  return { lead, number, tail };
}

function isPadded({ number }: NameParts): boolean {
  return number.length > 1 && number.startsWith('0');
}

function widthKey({ lead, number, tail }: NameParts): string {
  return JSON.stringify([lead, tail, number.length]);
}

function spans(numbers: readonly string[]): string {
  const sorted = numbers.toSorted((a, b) => Number(a) - Number(b));
  const [only] = sorted;
  if (only === undefined || sorted.length === 1) return only ?? '';
  const parts: string[] = [];
  for (let at = 0; at < sorted.length; ) {
    let end = at;
    while (Number(sorted[end + 1]) === Number(sorted[end]) + 1) end += 1;
    parts.push(end === at ? `${sorted[at]}` : `${sorted[at]}-${sorted[end]}`);
    at = end + 1;
  }
  return `[${parts.join(',')}]`;
}
