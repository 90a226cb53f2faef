/** What the makers of pages (output/html) put into the data block, and the scripts of the pages read. Texts are escaped and cut already. */
export type Facts = readonly (readonly [label: string, value: string])[];

export interface TreeData {
  readonly name: string;
  readonly notes: readonly string[];
  /** Parents before their children, the root first. */
  readonly nodes: readonly TreeNodeData[];
}

export interface TreeNodeData {
  /** Index of the parent; -1 for the root. */
  readonly parent: number;
  readonly name: string;
  readonly line: string;
  /** The command line, cut; '' where it is not known. */
  readonly command: string;
  /** `null` where nobody knows. */
  readonly ended: boolean | null;
  readonly faint: boolean;
  readonly facts: Facts;
}

export interface TimelineData {
  /** What the page is of, for its title. */
  readonly what: string;
  readonly name: string;
  readonly notes: readonly string[];
  /** Nothing but counts is wanted. */
  readonly isCounts: boolean;
  readonly facts: Facts;
  readonly kinds: readonly KindData[];
}

/** The events of one kind: each of them, or counted by periods. */
export interface KindData {
  /** Among all kinds there can be: gives it its colour. */
  readonly place: number;
  readonly name: string;
  readonly count: number;
  /** Events without a time that are in no period. */
  readonly undated: number;
  /** What we did ourselves. */
  readonly isOurs: boolean;
  readonly events: readonly EventData[];
  /** Length of a period; `null` where nothing is counted. */
  readonly binMs: number | null;
  readonly bins: readonly BinData[];
}

export type EventData = readonly [
  timeMs: number | null,
  time: string,
  action: string,
  target: string,
  facts: Facts,
  where: string,
];

export type BinData = readonly [
  fromMs: number,
  count: number,
  examples: readonly (readonly [time: string, action: string, target: string])[],
];
