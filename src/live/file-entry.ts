import { toNumber, toText } from '../text/number.ts';

/** One entry of `directory list` (contract/live-response-commands.md). Times in Unix seconds of the endpoint; names are hostile. */
export interface FileEntry {
  readonly name: string;
  /** Absolute path on the sensor. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** A link or junction, or what cannot be told from one: walks do not go through it. */
  readonly isLink: boolean;
  /** Surely a link, or a junction as Windows itself makes them for old programs: what it leads to has a name of its own. */
  readonly isAlias: boolean;
  readonly attributes: readonly string[];
  /** Undefined where the sensor does not say, as all that is unknown of it. */
  readonly size: number | undefined;
  readonly createTime: number;
  readonly lastAccessTime: number;
  readonly lastWriteTime: number;
  readonly altName: string | undefined;
}

/** Reads an entry tolerantly: what is missing or mistyped becomes empty or undefined, and a time 0. */
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
    ...linkOf(attributes),
    attributes,
    size: sizeOf(entry['size']),
    createTime: toNumber(entry['create_time']) ?? 0,
    lastAccessTime: toNumber(entry['last_access_time']) ?? 0,
    lastWriteTime: toNumber(entry['last_write_time']) ?? 0,
    altName: altName === '' ? undefined : altName,
  };
}

function sizeOf(value: unknown): number | undefined {
  const size = toNumber(value);
  return size === undefined || size < 0 ? undefined : size;
}

/** Folders of a cloud have the flag of links, too; Windows alone sets the other two, and on no link. */
function linkOf(attributes: readonly string[]): Pick<FileEntry, 'isLink' | 'isAlias'> {
  const has = (flag: string): boolean => attributes.includes(flag);
  const isReparsed = has('REPARSE_POINT') && !has('RECALL_ON_OPEN') && !has('RECALL_ON_DATA_ACCESS');
  return {
    isLink: isReparsed || has('SYMLINK'),
    isAlias: has('SYMLINK') || (isReparsed && has('HIDDEN') && has('SYSTEM')),
  };
}
