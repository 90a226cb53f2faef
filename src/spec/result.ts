import type { SentObject } from '../text/sent-object.ts';

/** What a verb or command gives back. Only `output/` makes text of it. */
export type Result =
  | RowsResult<never>
  | RecordResult
  | TreeResult<never>
  | FacetsResult
  | TextResult
  | BytesResult
  | FileResult
  | DoneResult;

/** Machine values only: what JSON prints. */
export type Cell =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Cell[]
  | { readonly [key: string]: Cell };

/**
 * How a value is drawn for people. JSON always prints the value as it is (the wire's form); tsv and csv print the machine form:
 * - `unixSec`: seconds since the epoch → UTC with `Z` in tables, RFC 3339 in tsv and csv; 0 and null are blank
 * - `iso`: an RFC 3339 or server timestamp → the same; `isoMillis`: to the millisecond in tables, too
 * - `bytes`: a number → `1.2 MiB` in tables, the integer elsewhere
 * - `hex32`: a number → `0x80070002` everywhere but JSON
 * - `durationSec`: a length of time → `5m 03s` in tables
 * - `flags`: an array of strings → joined by blanks
 * - `md5`: an MD5 → in upper case everywhere but JSON, whatever case the wire has
 */
export type CellFormat =
  | 'text'
  | 'unixSec'
  | 'iso'
  | 'isoMillis'
  | 'bytes'
  | 'hex32'
  | 'durationSec'
  | 'flags'
  | 'md5';

export interface Column<T> {
  /** The wire's name, or ours in snake_case. The key in JSON and for `--fields`. */
  readonly field: string;
  /** Heading in tables, lower case. */
  readonly head: string;
  /** `null` is shown as `-`; a record leaves a field out that is undefined. */
  readonly of: (row: T) => Cell;
  /** The member of what the server sent that `of` gives unchanged. */
  readonly member?: string;
  readonly as?: CellFormat;
  /** For tables: another drawing than `as` gives. */
  readonly show?: (row: T) => string;
  /** For records and expanded rows: lines in place of `show`, where there are some. */
  readonly lines?: (row: T) => readonly string[] | undefined;
  /** What `show` gives is the word that options take: tsv and csv have it, too. */
  readonly isWord?: boolean;
  /** For tsv and csv: another value than `of` gives, where that could be taken for something else. */
  readonly plain?: (row: T) => Cell;
  readonly align?: 'right';
  /**
   * In JSON, csv and by `--fields` always; in tables and tsv only when the result says `wide`; `data`: never there; `pipe`: in tsv always,
   * as what a table draws is lost there.
   */
  readonly wide?: boolean | 'data' | 'pipe';
  /** In a table never cut, as are times and numbers: half of it is of no use. */
  readonly firm?: boolean;
  /** In a table not cut below so many columns of the terminal; 12 when not said. */
  readonly least?: number;
  /** What a table leaves out where a line has no room for all: 1 first, then 2, and at last those that do not say. */
  readonly drop?: number;
  /** Text or a number, or several of these: an object in its place is a mistake of the server, and blank everywhere but in JSON. */
  readonly isPlain?: boolean;
  /** Last column only: never cut in a table, as people type it back; a long one wraps on the terminal. */
  readonly whole?: boolean;
  /** The file of this computer that the cell is about, by its absolute path, a folder with its separator: never what a sensor says. */
  readonly localFile?: (row: T) => string | undefined;
  /** Table style: `dim`, or by value (`ok` green, `warn` yellow, `bad` red). */
  readonly style?: (row: T) => 'dim' | 'ok' | 'warn' | 'bad' | 'name' | undefined;
}

/** How one row of bulk work ended. Any `failed` or `unknown` beside others makes the exit 6 (or the error's own code if all failed alike). */
export type RowOutcome = 'done' | 'same' | { readonly failed: unknown } | 'unknown';

/** What may turn out not to be all that was asked for. */
export interface MayBePartial {
  /** Asked when it has been shown. True makes the exit 6, whatever is said beside it and whether it is heard. */
  readonly isPartial?: (() => boolean) | undefined;
}

/** The form where none was asked for, on a terminal too: an export is CSV. */
export interface OwnForm {
  readonly form?: 'csv' | 'json';
}

/** Rows that come many at a time. A batch is read to its end before the next one is asked for. */
export interface BatchedRows<T> extends AsyncIterable<T> {
  batches(): AsyncIterable<Iterable<T>>;
}

export interface RowsResult<T> extends MayBePartial, OwnForm {
  readonly type: 'rows';
  readonly rows: Iterable<T> | AsyncIterable<T> | BatchedRows<T>;
  readonly columns: readonly Column<T>[];
  readonly wide?: boolean;
  /** At hand as a whole, though it comes bit by bit: on a terminal a pager may show it. False where the end is what is wanted. */
  readonly isLong?: boolean;
  /** For `no … found` on stderr, plural: `entries`, `processes`. */
  readonly noun: string;
  /** Undefined for a row that decides nothing. */
  readonly outcome?: (row: T) => RowOutcome | undefined;
  /** The column that says what a row failed with: where a table shows it, stderr only gives the hints, once at the end. */
  readonly toldBy?: string;
  /** In json and ndjson without `--fields`: the object that stands for the row, in place of its columns. */
  readonly object?: (row: T) => Readonly<Record<string, Cell>>;
  /** The row as it came, where that is at hand: columns with a `member` are cut out of it. */
  readonly sent?: (row: T) => SentObject | undefined;
  /** What `object` would make is what came. */
  readonly isAsSent?: boolean;
  /** What is said on stderr once the rows have been shown: honest totals and the like. */
  readonly notes?: () => readonly string[];
  /** Said in place of `no … found` where there are no rows; nothing for the empty string. */
  readonly whenEmpty?: string;
  /** The rows end by themselves when the signal is aborted, after those that are still owed: bulk work tells what was done. */
  readonly drains?: boolean;
  /** Where the rows go in place of stdout: a file of the analyst's. */
  readonly into?: RowsTarget;
}

/** Takes drawn rows; one of the last two is called at the end. */
export interface RowsTarget {
  write(text: string | Uint8Array): Promise<void>;
  /** All is written: gives the sentence that says so. */
  finish(): Promise<string>;
  /** It broke off. */
  abandon(): Promise<void>;
}

/** How often each value of some fields occurs. */
export interface FacetsResult extends MayBePartial {
  readonly type: 'facets';
  readonly facets: readonly Facet[];
  readonly noun: string;
}

export interface Facet {
  readonly field: string;
  /** Its values are periods of time so long that follow each other: a chart. */
  readonly over?: { readonly stepMs: number; readonly stepWords: string };
  readonly entries: readonly FacetValue[];
}

export interface FacetValue {
  readonly name: string;
  readonly value: number;
  /** Of the largest value, 0 to 100. */
  readonly percent: number;
  /** Of all, in per cent as text: `95.1`. */
  readonly ratio: string;
  /** As the server sent it, for JSON. */
  readonly wire: Readonly<Record<string, Cell>>;
}

export interface RecordResult extends MayBePartial, OwnForm {
  readonly type: 'record';
  readonly columns: readonly Column<unknown>[];
  readonly value: unknown;
}

export interface TreeResult<T> extends MayBePartial {
  readonly type: 'tree';
  readonly roots: readonly T[];
  readonly children: (node: T) => readonly T[];
  /** In tables the columns follow the drawn branch of the first one; JSON nests under `children`. */
  readonly columns: readonly Column<T>[];
  readonly noun: string;
}

/** Text as it comes (already decoded, not yet escaped). */
export interface TextResult extends MayBePartial {
  readonly type: 'text';
  /** Made of what is at hand: on a terminal a pager may show it. */
  readonly isLong?: boolean;
  readonly chunks: Iterable<string> | AsyncIterable<string>;
  /** Known when the chunks have ended: fields for JSON (`{"text": …, "return_code": 0}`), and what is said on stderr. */
  readonly trailer?: () => {
    readonly fields: Readonly<Record<string, Cell>>;
    readonly note?: string;
    readonly exitCode?: number;
    /** The exit code of the program that ran on the sensor. */
    readonly ran?: ExitCodeOnSensor;
  };
}

/** Its low byte; a failure is never 0. */
export type ExitCodeOnSensor = number | 'not known';

/** Raw bytes: to a pipe or file as they are; to a terminal escaped. */
export interface BytesResult extends MayBePartial {
  readonly type: 'bytes';
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface FileResult extends MayBePartial {
  readonly type: 'file';
  readonly remote: string;
  readonly local: string;
  readonly size: number;
  readonly sha256: string;
}

/** Nothing to show but that it was done: the sentence goes to stderr, `fields` to stdout with JSON. */
export interface DoneResult extends MayBePartial {
  readonly type: 'done';
  readonly sentence: string;
  readonly fields: Readonly<Record<string, Cell>>;
  /** The path in the sentence of what we made ourselves, and can be opened here. */
  readonly localFile?: string | undefined;
}

export function rows<T>(
  items: RowsResult<T>['rows'],
  columns: readonly Column<T>[],
  options: Omit<RowsResult<T>, 'type' | 'rows' | 'columns'>,
): Result {
  return { type: 'rows', rows: items, columns, ...options } as RowsResult<T> as unknown as Result;
}

export function record<T>(
  value: T,
  columns: readonly Column<T>[],
  options: MayBePartial & OwnForm = {},
): Result {
  return { type: 'record', value, columns, ...options } as unknown as Result;
}

export function tree<T>(
  roots: readonly T[],
  children: (node: T) => readonly T[],
  columns: readonly Column<T>[],
  options: { readonly noun: string } & MayBePartial,
): Result {
  return { type: 'tree', roots, children, columns, ...options } as TreeResult<T> as unknown as Result;
}

export function facets(all: readonly Facet[], options: { readonly noun: string } & MayBePartial): Result {
  return { type: 'facets', facets: all, ...options };
}

export function text(
  chunks: TextResult['chunks'],
  trailer?: TextResult['trailer'],
  { isPartial }: MayBePartial = {},
): Result {
  return { type: 'text', chunks, ...(trailer === undefined ? {} : { trailer }), isPartial };
}

export function bytes(chunks: AsyncIterable<Uint8Array>, { isPartial }: MayBePartial = {}): Result {
  return { type: 'bytes', chunks, isPartial };
}

export function file(result: Omit<FileResult, 'type'>): Result {
  return { type: 'file', ...result };
}

export function done(
  sentence: string,
  fields: DoneResult['fields'] = {},
  localFile?: string,
  { isPartial }: MayBePartial = {},
): Result {
  return { type: 'done', sentence, fields, localFile, ...(isPartial === undefined ? {} : { isPartial }) };
}
