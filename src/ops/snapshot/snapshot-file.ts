import { CbError } from '../../errors/cb-error.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import type { Cell, Column } from '../../spec/result.ts';

/** What a host was like at one time, list by list, as rows by the names of their fields. */
export interface Snapshot {
  /** RFC 3339. */
  readonly taken: string;
  readonly sensor: SnapshotSensor;
  readonly lists: Readonly<Record<string, SnapshotList>>;
}

export interface SnapshotSensor {
  readonly id: number;
  readonly hostname: string;
  readonly os: string;
}

export interface SnapshotList {
  readonly rows: readonly SnapshotRow[];
  /** What of it could not be read, in words. */
  readonly unread: readonly string[];
}

export type SnapshotRow = Readonly<Record<string, Cell>>;

const version = 1;

/** Rows as JSON would show them. */
export function snapshotRows<T>(rows: readonly T[], columns: readonly Column<T>[]): readonly SnapshotRow[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ field, of }) => [field, of(row) ?? null])));
}

/** The text of the file, in pieces: a list may be long. */
export function* snapshotText({ taken, sensor, lists }: Snapshot): Generator<string> {
  yield `{"snapshot_version":${version},"taken":${JSON.stringify(taken)},"sensor":${JSON.stringify(sensor)},"lists":{`;
  for (const [at, [name, { rows, unread }]] of Object.entries(lists).entries()) {
    yield `${at === 0 ? '' : ','}\n${JSON.stringify(name)}:{"unread":${JSON.stringify(unread)},"rows":[`;
    for (const [index, row] of rows.entries()) yield `${index === 0 ? '' : ','}\n${JSON.stringify(row)}`;
    yield ']}';
  }
  yield '\n}}\n';
}

/** A typed name without an end gets ours. */
export function snapshotName(typed: string): string {
  return /\.[^./\\]+$/.test(typed) ? typed : `${typed}.snap`;
}

/** `LocalFile` for what is none, or of another version. */
export async function readSnapshot(files: LocalFiles, typed: string): Promise<Snapshot> {
  const path = files.resolve(snapshotName(typed));
  const value = jsonOf(await files.readText(path, { plain: true }));
  if (!isObject(value) || typeof value['snapshot_version'] !== 'number')
    throw new CbError('LocalFile', `${path} is no snapshot`, { hint: 'snap takes one' });
  if (value['snapshot_version'] !== version) {
    throw new CbError('LocalFile', `${path} is a snapshot of version ${value['snapshot_version']}`, {
      hint: `this program knows version ${version}: snap takes one`,
    });
  }
  const { taken, sensor, lists } = value;
  const read = isObject(lists)
    ? Object.entries(lists).map(([name, list]) => [name, listOf(list)] as const)
    : [];
  if (
    typeof taken !== 'string' ||
    !isSensor(sensor) ||
    !isObject(lists) ||
    read.some(([, list]) => list === undefined)
  )
    throw new CbError('LocalFile', `${path} is a snapshot that is damaged`);
  return { taken, sensor, lists: Object.fromEntries(read) as Record<string, SnapshotList> };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function listOf(value: unknown): SnapshotList | undefined {
  if (!isObject(value)) return undefined;
  const { rows, unread } = value;
  if (!Array.isArray(rows) || !Array.isArray(unread)) return undefined;
  const isWhole = rows.every(isRow) && unread.every((words) => typeof words === 'string');
  return isWhole ? { rows, unread } : undefined;
}

function isRow(value: unknown): value is SnapshotRow {
  return (
    isObject(value) &&
    Object.values(value).every(
      (cell) => !isObject(cell) && !(Array.isArray(cell) && cell.some((one) => typeof one === 'object')),
    )
  );
}

function isSensor(value: unknown): value is SnapshotSensor {
  return (
    isObject(value) &&
    typeof value['id'] === 'number' &&
    typeof value['hostname'] === 'string' &&
    typeof value['os'] === 'string'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
