import type { Account } from '../sensors/processes/process-table.ts';

/** One process while history is being made. */
export interface Draft {
  readonly host: Host;
  readonly pid: number;
  /** Unix milliseconds, and 100 ns ticks below. */
  readonly start: number;
  readonly sub: number;
  readonly path: string;
  readonly commandLine: string;
  readonly account: Account;
  readonly parent: Draft | undefined;
  /** 0 while it runs. */
  readonly ended: number;
  readonly slices: Slice[];
}

/** One document of it: what it did up to a check-in. */
export interface Slice {
  /** 0 until it is sure that it stays. */
  id: number;
  readonly updated: number;
  readonly received: number;
  readonly variant: number;
  children: number;
}

/** What history needs to know of a sensor. */
export interface Host {
  readonly sensorId: number;
  readonly os: 'windows' | 'linux' | 'macos';
  readonly hostname: string;
  readonly release: string;
  readonly isServer: boolean;
  readonly user: string;
  readonly person: Account;
  /** Unix milliseconds between which anything can have happened. */
  readonly from: number;
  readonly until: number;
  /** Endpoint minus server, milliseconds. */
  readonly skew: number;
}

/** The document of a process that a moment falls into. */
export function sliceAt(draft: Draft, at: number): Slice | undefined {
  return draft.slices.find((slice) => slice.updated >= at) ?? draft.slices.at(-1);
}
