import { CbError } from '../errors/cb-error.ts';

/** What rows of other commands may name. */
export type RowKind = keyof typeof fitting;

interface Fitting {
  readonly field: string;
  /** The field is of that kind only in rows that have this one, too. */
  readonly beside?: string;
  /** And only where the value looks so. */
  readonly like?: RegExp;
}

/** By which field of a row of any command an object is named; the first that it has. */
const fitting = {
  sensor: [
    { field: 'sensor_id' },
    { field: 'id', beside: 'computer_name' },
    { field: 'hostname' },
    { field: 'computer_name' },
  ],
  process: [
    { field: 'process_id', beside: 'process_unique_id' },
    { field: 'id', beside: 'segment_id' },
    { field: 'id', beside: 'process_name' },
    { field: 'unique_id', beside: 'process_name' },
    { field: 'process_guid' },
    { field: 'proc_guid' },
  ],
  binary: [
    { field: 'md5' },
    { field: 'process_md5' },
    { field: 'md5hash' },
    { field: 'indicator', like: /^[\da-f]{32}$/i },
  ],
  alert: [{ field: 'unique_id', beside: 'alert_severity' }],
  watchlist: [
    { field: 'id', beside: 'search_query' },
    { field: 'id', beside: 'index_type' },
  ],
  feed: [{ field: 'id', beside: 'feed_url' }, { field: 'feed_id' }],
  report: [{ field: 'report' }],
  group: [{ field: 'id', beside: 'number_of_hosts' }, { field: 'group_id' }, { field: 'group' }],
  site: [{ field: 'id', beside: 'sensor_count' }, { field: 'site_id' }],
  user: [{ field: 'username' }],
  team: [{ field: 'id', beside: 'user_count' }],
  investigation: [{ field: 'id', beside: 'created_by_user_id' }],
  partition: [{ field: 'name' }],
  filter: [
    { field: 'id', beside: 'path_filters' },
    { field: 'id', beside: 'enabled' },
  ],
  event: [{ field: 'id', beside: 'event_type' }],
  object: [
    { field: 'unique_id', beside: 'alert_severity' },
    { field: 'id', beside: 'segment_id' },
    { field: 'md5' },
    { field: 'id', beside: 'computer_name' },
  ],
} as const satisfies Readonly<Record<string, readonly Fitting[]>>;

/** A word, and the line that it stands in. */
export interface WordOfRow {
  readonly text: string;
  readonly line: number;
}

/**
 * The words of rows - objects, or words of JSON, one a line or in an array - that name something of this kind; undefined of a text that holds
 * no rows. Kind `Usage` for a row that names none, with its line.
 */
export function wordsOfRows(text: string, kind: RowKind, name: string): readonly WordOfRow[] | undefined {
  if (!/^\s*[{["]/.test(text)) return undefined;
  const rows = rowsOf(text);
  if (rows === undefined) return undefined;
  return rows.map(({ row, line }) => ({ text: wordOf(row, kind, `${name}:${line}`), line }));
}

interface Row {
  readonly row: unknown;
  readonly line: number;
}

/** As json and ndjson write them, or as anything else writes an array or object over many lines. */
function rowsOf(text: string): readonly Row[] | undefined {
  const rows: Row[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const json = line.trim().replace(/,$/, '');
    if (json === '' || json === '[' || json === ']') continue;
    const row = parsed(json);
    if (row === undefined) return whole(text);
    rows.push(...(Array.isArray(row) ? row : [row]).map((each) => ({ row: each, line: index + 1 })));
  }
  return rows;
}

function whole(text: string): readonly Row[] | undefined {
  const value = parsed(text);
  if (value === undefined) return undefined;
  return (Array.isArray(value) ? value : [value]).map((row) => ({ row, line: 1 }));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function wordOf(row: unknown, kind: RowKind, place: string): string {
  if (typeof row === 'string' || typeof row === 'number') return String(row);
  const members = new Map(typeof row === 'object' && row !== null ? Object.entries(row) : []);
  const fits: readonly Fitting[] = fitting[kind];
  // Somebody chose it by --fields.
  const [only] = members.size === 1 ? members.values() : [];
  if (isWord(only)) return String(only);
  const isFitting = ({ field, beside, like }: Fitting): boolean =>
    isWord(members.get(field)) &&
    (beside === undefined || members.has(beside)) &&
    (like === undefined || like.test(String(members.get(field))));
  const found = fits.find(isFitting);
  if (found !== undefined) return String(members.get(found.field));
  const names = [...new Set(fits.map(({ field }) => field))].join(', ');
  const what = kind === 'binary' ? 'MD5' : kind;
  throw new CbError('Usage', `${place}: the row names no ${what}`, {
    hint: `a row with ${names} does, or --jq .FIELD of the command before gives the word itself`,
    context: { fields: [...members.keys()].join(', ') },
  });
}

function isWord(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}
