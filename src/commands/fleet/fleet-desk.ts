import type { WantedAnswers } from '../../fleet/fold/read-answers.ts';
import type { LineCount } from '../../fleet/store/line-count.ts';
import type { Step } from '../../fleet/store/run-types.ts';
import type { Result } from '../../spec/result.ts';

export interface ResultsWanted extends WantedAnswers {
  /** Each host's answer by itself. */
  readonly isByHost: boolean;
  /** Each row once, those of the fewest hosts first. */
  readonly isRare: boolean;
  readonly foldBy: readonly string[] | undefined;
  /** Only what stands on so many hosts at most. */
  readonly most: number | undefined;
}

export interface DeskHost {
  readonly id: number;
  readonly name: string;
  readonly os: string;
  readonly isOnline: boolean;
}

/** For how long a line is waited for. */
export interface LineWait {
  /** Without a further answer for so long it is given up, ms; undefined: as long as somebody is there who may answer. */
  readonly patienceMs: number | undefined;
  /** Rejects with its reason. */
  readonly signal: AbortSignal;
  readonly onCount: (count: LineCount) => void;
}

/** What a shell does with many hosts: each line is a step of one run, which is worked on meanwhile. */
export interface FleetDesk {
  /** Of the shell. */
  readonly size: number;
  hosts(): readonly DeskHost[];
  /** Those that lines are for. */
  meant(): readonly DeskHost[];
  readonly isNarrowed: boolean;
  /** From now on lines are for these; undefined: for all. */
  choose(ids: ReadonlySet<number> | undefined): void;
  /** Of the run, with a separator behind it; undefined before the first line. */
  readonly folder: string | undefined;
  /** Lines so far. */
  readonly steps: readonly Step[];
  count(step: number): LineCount;
  /** Begins with steps on the hosts that are meant; gives their numbers. */
  add(planned: readonly Step[]): Promise<readonly number[]>;
  /** Waits for those that may answer; throws what refuses all hosts alike. */
  wait(step: number, how: LineWait): Promise<void>;
  /** Lines that have not ended everywhere are begun on no further host; one where it is said. Gives on how many that is so. */
  cancel(step?: number): number;
  /** What the hosts answered to a line. */
  results(step: number, wanted: Omit<ResultsWanted, 'step'>): Promise<Result>;
  /** Host by host. */
  hostResult(state: string | undefined): Result;
  /** Where a line failed, or nobody knows. */
  failed(step: number): ReadonlySet<number>;
  /** What has come since it was said last, of lines that nobody waits for any more. */
  news(): readonly string[];
  /** Ends the work: hosts end the step that they are at, unless somebody is in a hurry. Gives what is to be said of what is left. */
  close(hurry: AbortSignal): Promise<readonly string[]>;
}
