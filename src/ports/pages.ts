/** Makes self-contained HTML pages: one file, no network, its data in it. Text may be hostile: the page shows it as text only. */
export interface Pages {
  /** A tree that folds and unfolds. */
  tree<T>(page: TreePage<T>): Promise<string>;
  /** A timeline that zooms and filters by kind; reads the events in constant memory. */
  timeline(page: TimelinePage): Promise<string>;
  /** Counts over time, in a timeline that zooms. */
  histogram(page: HistogramPage): Promise<string>;
  /** A report that is read and printed; it needs no script. */
  report(page: ReportPage): Promise<string>;
  /** What many hosts answered; it needs no script either. */
  fleet(page: FleetPage): Promise<string>;
}

/** What is known of a thing: labels of ours and values, in the order in which they are shown. */
export type Facts = readonly (readonly [label: string, value: string])[];

export interface TreePage<T> {
  /** What the tree is of. */
  readonly name: string;
  readonly root: T;
  readonly children: (node: T) => readonly T[];
  readonly describe: (node: T) => PageNode;
  /** What is said beside, such as that the tree is cut. */
  readonly notes: readonly string[];
}

export interface PageNode {
  readonly name: string;
  /** One line below the name. */
  readonly line: string;
  /** Its command line, below that; '' where nobody knows. */
  readonly command: string;
  /** Undefined where nobody knows. */
  readonly hasEnded: boolean | undefined;
  /** Drawn paler: the server keeps no document of it. */
  readonly isFaint: boolean;
  readonly facts: Facts;
}

export interface TimelinePage {
  /** What the page is; `Process events` when not said. */
  readonly title?: string;
  /** Whose events they are. */
  readonly name: string;
  readonly facts: Facts;
  /** In the order in which they are drawn; a kind that is not listed comes last. */
  readonly kinds: readonly string[];
  /** Kinds of what we did ourselves: they stand out. */
  readonly ours?: readonly string[];
  readonly events: AsyncIterable<PageEvent>;
  /** What is said beside, such as that something is missing; asked when all events were read. */
  readonly notes?: () => readonly string[];
}

export interface HistogramPage {
  /** What was searched for. */
  readonly name: string;
  /** What is counted: `hits by start`. */
  readonly what: string;
  readonly stepMs: number;
  /** Periods by where they begin, Unix ms; those with nothing may be left out. */
  readonly counts: readonly { readonly fromMs: number; readonly count: number }[];
  readonly notes: readonly string[];
}

export interface PageEvent {
  readonly kind: string;
  /** As the server wrote it, UTC. */
  readonly time: string;
  /** Unix ms; undefined where the time cannot be read. */
  readonly timeMs: number | undefined;
  readonly action: string;
  readonly target: string;
  /** On which host, in which process, where a page has several. */
  readonly where?: string;
  readonly facts: Facts;
}

/** What a mark or entry is about: what was seen of the intruder, or what the analysts did. */
export type ReportTone = 'seen' | 'alert' | 'taken' | 'changed' | 'noted' | 'plain';

/** A report that is read and printed: no script runs in it. All texts may be hostile. */
export interface ReportPage {
  readonly title: string;
  readonly subtitle: string;
  readonly facts: Facts;
  /** For the picture of the time line, in any order. */
  readonly marks: readonly ReportMark[];
  readonly sections: readonly ReportSection[];
}

export interface ReportMark {
  readonly tone: Exclude<ReportTone, 'plain'>;
  readonly timeMs: number;
  readonly label: string;
}

export interface ReportSection {
  readonly heading: string;
  /** Whose deeds it tells, so that they are told apart at a look. */
  readonly whose: 'intruder' | 'analyst' | 'nobody';
  readonly about: string;
  /** Said in place of entries where there are none. */
  readonly empty: string;
  readonly entries: readonly ReportEntry[];
}

export interface ReportEntry {
  /** Unix ms; undefined where nobody knows, or it does not matter. */
  readonly timeMs: number | undefined;
  readonly tone: ReportTone;
  readonly title: string;
  /** Command lines, or what was done one by one: each is a line. */
  readonly lines?: readonly string[];
  /** What somebody wrote about it. */
  readonly note?: string | undefined;
  readonly facts: Facts;
  /** How far it stands in, below what it came of. */
  readonly depth?: number;
  /** It is what was pinned, not only on the way to it. */
  readonly isMarked?: boolean;
  /** Something is wrong with it. */
  readonly isBad?: boolean;
}

/** What came of a run on many hosts. All texts may be hostile. */
export interface FleetPage {
  readonly title: string;
  readonly subtitle: string;
  readonly facts: Facts;
  readonly steps: readonly FleetStep[];
  /** Those that did not come to an end, by why: the same words together. */
  readonly troubles: readonly FleetTrouble[];
  /** Each host with its answer to each step, those that answered oddly first. */
  readonly hosts: readonly FleetHost[];
}

export interface FleetStep {
  readonly number: number;
  readonly line: string;
  /** How many hosts answered. */
  readonly of: number;
  /** Equal answers, the rarest first. */
  readonly groups: readonly FleetGroup[];
  /** Rows that stand on few of the hosts, those on the fewest first. */
  readonly rare: readonly FleetRow[];
  /** How many more of them there are. */
  readonly rareMore: number;
}

export interface FleetGroup {
  /** `A` for the answer that most gave. */
  readonly letter: string;
  readonly state: string;
  readonly count: number;
  /** From 0 to 1. */
  readonly share: number;
  /** Folded: `WEB-[01-12,15]`. */
  readonly hosts: string;
  readonly lines: readonly string[];
  /** Lines that are left out. */
  readonly more: number;
}

export interface FleetRow {
  readonly count: number;
  readonly hosts: string;
  readonly line: string;
}

export interface FleetTrouble {
  readonly state: string;
  readonly count: number;
  readonly hosts: string;
  readonly why: string;
}

export interface FleetHost {
  readonly name: string;
  readonly id: number;
  readonly state: string;
  /** A letter of each step; '' where it has not answered. */
  readonly answers: readonly string[];
  /** Of its answers one that few gave. */
  readonly isOdd: boolean;
}
