import { toNumber, toText } from '../text/number.ts';

/** One entry of `directory list` (contract/live-response-commands.md). Times in Unix seconds of the endpoint; names are hostile. */
export interface FileEntry {
  readonly name: string;
  /** Absolute path on the sensor. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** A link or junction: walks do not go through it. */
  readonly isLink: boolean;
  readonly attributes: readonly string[];
  readonly size: number;
  readonly createTime: number;
  readonly lastAccessTime: number;
  readonly lastWriteTime: number;
  readonly altName: string | undefined;
}

/** Reads an entry tolerantly: what is missing or mistyped becomes 0, empty or undefined. */
export function readFileEntry(wire: unknown, pathOf: (name: string) => string): FileEntry | undefined {
  if (typeof wire !== 'object' || wire === null) return undefined;
  const entry = wire as Readonly<Record<string, unknown>>;
  const name = toText(entry['filename']) ?? toText(entry['name']);
  if (name === undefined) return undefined;
  const attributes = Array.isArray(entry['attributes'])
    ? entry['attributes'].filter((flag): flag is string => typeof flag === 'string')
    : [];
  const altName = toText(entry['alt_name']);
  return {
    name,
    path: pathOf(name),
    isDirectory: attributes.includes('DIRECTORY'),
    isLink: attributes.includes('REPARSE_POINT') || attributes.includes('SYMLINK'),
    attributes,
    size: Math.max(0, toNumber(entry['size']) ?? 0),
    createTime: toNumber(entry['create_time']) ?? 0,
    lastAccessTime: toNumber(entry['last_access_time']) ?? 0,
    lastWriteTime: toNumber(entry['last_write_time']) ?? 0,
    altName: altName === '' ? undefined : altName,
  };
}
