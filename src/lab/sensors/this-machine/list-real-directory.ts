import type { Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { fail, failureOf } from '../failure.ts';
import type { ListedFile } from '../files/list-directory.ts';
import type { ParsedPath, PathRules } from '../files/path-rules.ts';
import { failMissing, joinReal, type RealPath, toRealPath } from './real-path.ts';

const AT_ONCE = 64;

/** `directory list` on real folders; the same rules for separators and wildcards as everywhere. */
export async function listRealDirectory(rules: PathRules, parsed: ParsedPath): Promise<ListedFile[]> {
  if (parsed.trailing) return contents(rules, parsed, () => true);
  const path = await toRealPath(rules, parsed);
  const stats = await lstat(path).catch((error: unknown) => error);
  const last = parsed.parts.at(-1) ?? '';
  if (!(stats instanceof Error)) return [await row(rules, last, path, stats as Stats)];
  if (rules.isWildcard(last)) {
    const found = await contents(rules, { ...parsed, parts: parsed.parts.slice(0, -1) }, rules.matcher(last));
    return found.length > 0 ? found : fail('fileNotFound');
  }
  return failureOf(stats) === 'fileNotFound' ? failMissing(rules, parsed) : fail(failureOf(stats));
}

async function contents(
  rules: PathRules,
  folder: ParsedPath,
  matches: (name: string) => boolean,
): Promise<ListedFile[]> {
  const path = await toRealPath(rules, folder);
  const names = await readdir(path, { encoding: 'buffer' }).catch((error: unknown) => {
    const failure = failureOf(error);
    return fail(failure === 'fileNotFound' ? 'pathNotFound' : failure);
  });
  const above = await toRealPath(rules, { ...folder, parts: folder.parts.slice(0, -1) });
  const entries: (readonly [name: string, path: RealPath])[] = [
    ['.', path],
    ['..', above],
    ...names.map((name) => [name.toString('utf8'), joinReal(path, name, rules.separator)] as const),
  ];
  const wanted = entries.filter(([name]) => matches(name));
  const rows: ListedFile[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const batch = wanted.slice(at, at + AT_ONCE).map(async ([name, place]) => {
      // What has gone since the folder was read is left out.
      const stats = await lstat(place).catch(() => undefined);
      return stats === undefined ? undefined : row(rules, name, place, stats);
    });
    rows.push(...(await Promise.all(batch)).filter((one) => one !== undefined));
  }
  return rows;
}

async function row(rules: PathRules, filename: string, path: RealPath, stats: Stats): Promise<ListedFile> {
  const target = stats.isSymbolicLink() ? await stat(path).catch(() => stats) : stats;
  const attributes = [
    ...(target.isDirectory() ? ['DIRECTORY'] : []),
    ...(stats.isSymbolicLink() ? ['REPARSE_POINT'] : []),
    ...(target.isFile() || target.isDirectory() || stats.isSymbolicLink() ? [] : ['DEVICE']),
    ...((target.mode & 0o222) === 0 ? ['READONLY'] : []),
  ];
  return {
    filename,
    ...(rules.hasAltNames ? { alt_name: null } : {}),
    attributes: attributes.length === 0 ? ['NORMAL'] : attributes,
    size: target.isFile() ? target.size : 0,
    create_time: Math.floor(stats.birthtimeMs / 1000),
    last_access_time: Math.floor(stats.atimeMs / 1000),
    last_write_time: Math.floor(stats.mtimeMs / 1000),
  };
}
