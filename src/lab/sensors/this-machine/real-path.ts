import { lstat, readdir } from 'node:fs/promises';
import { fail } from '../failure.ts';
import type { ParsedPath, PathRules } from '../files/path-rules.ts';
import { unixPathRules } from '../files/unix-path-rules.ts';
import { windowsPathRules } from '../files/windows-path-rules.ts';

/** A path for `node:fs`; bytes where the name is no UTF-8. */
export type RealPath = string | Buffer;

const REPLACEMENT = '\ufffd';

export function rulesFor(os: 'windows' | 'linux' | 'macos'): PathRules {
  return os === 'windows' ? windowsPathRules : unixPathRules;
}

/**
 * The path of an entry as a listing showed it. Names that are no UTF-8 are shown with replacement characters, and found
 * again by looking through their folder.
 */
export async function toRealPath(rules: PathRules, parsed: ParsedPath): Promise<RealPath> {
  const text = rules.format(parsed);
  if (rules.separator === '\\' || !text.includes(REPLACEMENT)) return text;
  let found = Buffer.from('/');
  for (const part of parsed.parts) {
    const name = part.includes(REPLACEMENT) ? await findShown(found, part) : Buffer.from(part);
    found =
      found.length === 1 ? Buffer.concat([found, name]) : Buffer.concat([found, Buffer.from('/'), name]);
  }
  return found;
}

async function findShown(folder: Buffer, shown: string): Promise<Buffer> {
  const names = await readdir(folder, { encoding: 'buffer' });
  return names.find((name) => name.toString('utf8') === shown) ?? Buffer.from(shown);
}

/** Windows tells a missing file from a missing folder; Node does not. */
export async function failMissing(rules: PathRules, parsed: ParsedPath): Promise<never> {
  const above = await toRealPath(rules, { ...parsed, parts: parsed.parts.slice(0, -1) });
  const hasFolder = await lstat(above).then(
    () => true,
    () => false,
  );
  return fail(hasFolder && parsed.parts.length > 0 ? 'fileNotFound' : 'pathNotFound');
}

export function joinReal(folder: RealPath, name: Buffer, separator: string): RealPath {
  const text = name.toString('utf8');
  if (typeof folder === 'string' && !text.includes(REPLACEMENT))
    return folder.endsWith(separator) ? folder + text : folder + separator + text;
  return Buffer.concat([Buffer.from(folder), Buffer.from(separator), name]);
}
