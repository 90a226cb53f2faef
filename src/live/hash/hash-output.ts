export type HashName = 'md5' | 'sha1' | 'sha256';

const digits: Readonly<Record<HashName, number>> = { md5: 32, sha1: 40, sha256: 64 };

/**
 * What `certutil -hashfile` prints of each file, in any language: a line with the name of the hash and the path, the hash (until Windows 8
 * with a blank behind each byte), and a line of `CertUtil:` without an error code. Nothing less is believed.
 */
export function readCertutil(
  output: string,
  paths: readonly string[],
  hash: HashName,
): ReadonlyMap<string, string> {
  const lines = output.split(/\r?\n/);
  const known = new Hashes();
  // The longest first: one may be the beginning of another.
  const asked = [...paths].sort((a, b) => b.length - a.length);
  for (const [at, line] of lines.entries()) {
    const digest = digestOf(lines[at + 1] ?? '', hash);
    const end = lines[at + 2] ?? '';
    if (digest === undefined || !end.startsWith('CertUtil: ') || /0x[0-9a-f]{8}/i.test(end)) continue;
    if (!line.toLowerCase().includes(hash)) continue;
    const path = asked.find((one) => line.includes(one));
    if (path !== undefined) known.add(path, digest);
  }
  return known.found;
}

/**
 * Lines of sha256sum and its like, of shasum, and of `md5 -r`: the hash, a blank, perhaps another one or `*`, the path as it was given. GNU's
 * begin with `\` where the path is escaped.
 */
export function readSums(
  output: string,
  paths: readonly string[],
  hash: HashName,
): ReadonlyMap<string, string> {
  const known = new Hashes();
  const asked = new Set(paths);
  for (const line of output.split('\n')) {
    const isEscaped = line.startsWith('\\');
    const text = isEscaped ? line.slice(1) : line;
    const digest = digestOf(text.slice(0, digits[hash]), hash);
    const name = /^ [ *]?(\/.*)$/s.exec(text.slice(digits[hash]))?.[1];
    if (digest === undefined || name === undefined) continue;
    const path = isEscaped ? name.replaceAll('\\\\', '\\') : name;
    if (asked.has(path)) known.add(path, digest);
  }
  return known.found;
}

function digestOf(text: string, hash: HashName): string | undefined {
  const digest = (
    /^(?:[0-9a-f]{2} ){15,}[0-9a-f]{2} ?$/i.test(text) ? text.replaceAll(' ', '') : text
  ).toLowerCase();
  return digest.length === digits[hash] && /^[0-9a-f]+$/.test(digest) ? digest : undefined;
}

/** One that is told of twice, and differently, is not known. */
class Hashes {
  readonly #seen = new Map<string, string | undefined>();

  add(path: string, digest: string): void {
    const before = this.#seen.has(path) ? this.#seen.get(path) : digest;
    this.#seen.set(path, before === digest ? digest : undefined);
  }

  get found(): ReadonlyMap<string, string> {
    const all = [...this.#seen].filter((one): one is [string, string] => one[1] !== undefined);
    return new Map(all);
  }
}
