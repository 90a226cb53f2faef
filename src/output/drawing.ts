import type { Sink } from '../ports/streams.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { CellLook } from './cells.ts';
import type { Style } from './style.ts';

export type Program = 'cblr' | 'cbq';

export type OutputMode = 'table' | 'tsv' | 'json' | 'ndjson' | 'csv';

/** What may be asked for: yaml is made of ndjson (`shaped/`). */
export type OutputForm = OutputMode | 'yaml';

/** How people like to look at results; JSON, csv and tsv are what they are. */
export interface Look extends CellLook {
  /** The rows of a table one below the other, a line for each field: `auto` where they are too wide for the terminal. */
  readonly expand?: 'off' | 'auto' | 'on' | undefined;
}

export interface RenderOptions extends Look {
  /** Where results go, and where what is said about them goes. */
  readonly sink: Sink;
  readonly err: Sink;
  /** `table` on a terminal and `tsv` elsewhere when not said. */
  readonly mode?: OutputMode | undefined;
  /** The form of errors of rows; that of the results when not said. */
  readonly errorMode?: OutputForm | undefined;
  /** So many bytes are written at once, where they come quickly. */
  readonly batchLength?: number | undefined;
  /** Called when the last row was written, before anything is said of them. */
  readonly afterRows?: (() => Promise<void>) | undefined;
  /** In tsv NUL ends a row, and cells are as they are. */
  readonly zero?: boolean | undefined;
  /** A byte order mark in front of csv. */
  readonly bom?: boolean | undefined;
  /** The wire names of `--fields`, in order; all when empty or not said. */
  readonly fields?: readonly string[] | undefined;
  readonly style: Style;
  /** Width of the terminal; asked only where `isTTY`. */
  readonly columns: () => number;
  /** That the sink is a terminal: tables are cut to its width, bytes are escaped. */
  readonly isTTY: boolean;
  /** No notes on stderr; errors stay. */
  readonly quiet: boolean;
  /** Nothing found is an error (exit 3). */
  readonly expect: boolean;
  /** Draws a text as a link to a local file, on a terminal that knows links. */
  readonly link?: ((text: string, path: string) => string) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Resolves when a person has waited long enough for the first rows of a list; without it a table waits for its sample. */
  readonly patience?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** In front of the error lines of failed rows; none inside the shell. */
  readonly program?: Program | undefined;
  readonly debug?: boolean | undefined;
  /** What to do about rows of which nobody knows how they ended. */
  readonly unsureHint?: (() => string | undefined) | undefined;
}

/** What the writers of one result share. */
export interface Drawing extends RenderOptions {
  readonly mode: OutputMode;
  readonly out: BatchWriter;
}
