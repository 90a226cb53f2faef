import { fail } from '../failure.ts';
import type { FileSystem } from './file-system.ts';
import type { Directory, FsNode } from './nodes.ts';

/** One entry of `files[]`. (contract/live-response-commands.md) */
export interface ListedFile {
  readonly filename: string;
  /** Windows only; null where the name is short enough. */
  readonly alt_name?: string | null;
  readonly attributes: readonly string[];
  readonly size: number;
  readonly create_time: number;
  readonly last_access_time: number;
  readonly last_write_time: number;
}

/**
 * `directory list`: a trailing separator gives the contents with `.` and `..`, a wildcard the matching entries, anything
 * else the one entry itself.
 */
export function listDirectory(files: FileSystem, path: string, workingDirectory?: string): ListedFile[] {
  // A name that holds separators or wildcards is found before the path is taken apart.
  const literal = files.findOdd(path);
  if (literal !== undefined) return [listed(files, literal.name, literal)];
  const { rules } = files;
  const parsed = files.parse(path, workingDirectory);
  const last = parsed.parts.at(-1) ?? '';
  const above = parsed.parts.slice(0, -1);
  if (rules.separator === '\\' && above.some(rules.isWildcard)) fail('invalidName');
  if (parsed.trailing) return contents(files, files.getDirectory(path, workingDirectory), () => true);
  if (rules.isWildcard(last) && files.find(path, workingDirectory) === undefined) {
    const directory = files.getDirectory(rules.format({ ...parsed, parts: above }));
    const found = contents(files, directory, rules.matcher(last));
    return found.length > 0 ? found : fail('fileNotFound');
  }
  const node = files.get(path, workingDirectory);
  return [listed(files, node.name || rules.format(parsed), node)];
}

function contents(files: FileSystem, directory: Directory, matches: (name: string) => boolean): ListedFile[] {
  if (directory.denied) fail('accessDenied');
  const rows: ListedFile[] = [];
  // The root of a drive has no dot entries.
  if (directory.parent !== undefined || !files.rules.hasAltNames) {
    const dots: [string, Directory][] = [
      ['.', directory],
      ['..', directory.parent ?? directory],
    ];
    rows.push(
      ...dots.filter(([name]) => matches(name)).map(([name, node]) => listed(files, name, node, true)),
    );
  }
  for (const node of directory.entries.values()) {
    if (matches(node.name) || (node.altName !== undefined && matches(node.altName)))
      rows.push(listed(files, node.name, node));
  }
  return rows;
}

function listed(files: FileSystem, filename: string, node: FsNode, isDot = false): ListedFile {
  return {
    filename,
    ...(files.rules.hasAltNames ? { alt_name: isDot ? null : (node.altName ?? null) } : {}),
    attributes: node.attributes,
    size: node.kind === 'file' ? node.content.size : 0,
    create_time: Math.floor(node.times.created),
    last_access_time: Math.floor(node.times.accessed),
    last_write_time: Math.floor(node.times.written),
  };
}
