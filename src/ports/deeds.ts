/** What an analyst did: one line of a transcript. All texts may be hostile. */
export interface RecordedDeed {
  /** By the clock of that computer, as the transcript has it. */
  readonly time: string;
  /** Of the line: `verb`, `request`, `note` … */
  readonly kind: string;
  /** What it says, in one line. */
  readonly says: string;
  /** Local account and computer of whoever did it; empty where the transcript does not say. */
  readonly user: string;
  readonly machine: string;
  /** Of the session that it is about. */
  readonly hostname: string | undefined;
  readonly sensorId: number | undefined;
  /** The transcript, and its line. */
  readonly file: string;
  readonly line: number;
}

/** Those of the case in use, or names or files of transcripts. */
export type Deeds = 'case' | readonly string[];

export interface DeedsAbout {
  readonly note: (text: string) => void;
  /** A line does not fit its chain: what was written there is not known. It is noted, too. */
  readonly onLeftOut: () => void;
}
