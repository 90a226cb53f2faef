import type { Cb } from '../api/client.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Deeds, DeedsAbout, RecordedDeed } from '../ports/deeds.ts';
import type { Keeper } from '../ports/keeper.ts';
import type { Pages } from '../ports/pages.ts';
import type { Questions } from '../ports/questions.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { TimedIsolations } from '../ports/timed-isolations.ts';
import { specFor } from '../spec/spec.ts';

/** What a `cbq` command gets to work with. */
export interface QueryContext {
  readonly runtime: Pick<Runtime, 'streams' | 'files' | 'progress' | 'clock'>;
  cb(): Promise<Cb>;
  /** Address of the server of the profile in use. */
  server(): Promise<string>;
  /** Gets a line of each file that is fetched; undefined where none is wanted. */
  manifest(): Promise<Manifest | undefined>;
  /** Where what is fetched goes while a case is open and no place is named: a folder of it, made, with a separator behind it. */
  evidence(name: string): Promise<string | undefined>;
  /** What analysts did, by the transcripts of the case in use or by those that are named. Kinds `Usage` and `NotFound` where there is none. */
  deeds(from: Deeds, about: DeedsAbout): Promise<AsyncIterable<RecordedDeed>>;
  readonly pages: Pages;
  readonly signal: AbortSignal;
  /** Unix ms. */
  readonly nowMs: () => number;
  /** One line to stderr, beside the result: honest totals and the like. */
  readonly note: (text: string) => void;
  /** Writes are printed by the connection, not sent: their replies are empty, and results show nothing of them. */
  readonly dryRun: boolean;
  /** The result goes to a terminal. */
  readonly isTerminal: boolean;
  readonly ask: Questions;
  /** Of the server and profile in use. */
  isolations(): Promise<TimedIsolations>;
  /** The folder of the analyst's saved queries; it may not be there yet. Kind `Config` where there is no home. */
  queryFolder(): string;
  /** Keeps what is there before it is changed. */
  readonly keeper: Keeper;
}

/** A `cbq` command as one literal. */
export const query = specFor<QueryContext>();
