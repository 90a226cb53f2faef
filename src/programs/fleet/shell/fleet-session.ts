import type { FleetDesk, ResultsWanted } from '../../../commands/fleet/fleet-desk.ts';
import type { Progress } from '../../../ports/progress.ts';
import type { Call } from '../../../run/call.ts';
import type { RunOptions } from '../../../run/run-call.ts';
import type { ShellSession } from '../../../shell/sessions/shell-session.ts';
import type { ShellContext } from '../../../shell/shell-context.ts';
import type { FleetFolder } from './fleet-folder.ts';

/** How answers are shown: equal ones together, each host's by itself, or each row once. */
export const foldings = ['on', 'off', 'rare'] as const;
export type Folding = (typeof foldings)[number];

/** What a verb of this shell runs in: not a session, but many hosts. */
export interface FleetLine {
  readonly session: FleetSession;
  readonly run: RunOptions;
  readonly call: Call<FleetLine>;
}

export interface FleetSurroundings {
  readonly isInteractive: boolean;
  readonly progress: Progress;
  readonly caseFolder: string | undefined;
}

/** Many hosts in the place of the one session of a shell. */
export class FleetSession implements ShellSession<FleetLine> {
  readonly sensorId = 0;
  readonly id = undefined;
  readonly desk: FleetDesk;
  readonly folder: FleetFolder;
  readonly isInteractive: boolean;
  readonly progress: Progress;
  /** Where files of hosts lie while a case is open. */
  readonly caseFolder: string | undefined;
  folding: Folding = 'on';
  /** A line was let go of with Ctrl-C, and nothing was typed since. */
  letGo: number | undefined;

  constructor(
    desk: FleetDesk,
    folder: FleetFolder,
    { isInteractive, progress, caseFolder }: FleetSurroundings,
  ) {
    this.desk = desk;
    this.folder = folder;
    this.isInteractive = isInteractive;
    this.progress = progress;
    this.caseFolder = caseFolder;
  }

  get host(): string {
    const { desk } = this;
    if (!desk.isNarrowed) return hostsWords(desk.size);
    return `${desk.meant().length} of ${hostsWords(desk.size)}`;
  }

  get directory(): string {
    return this.folder.shown;
  }

  context(run: RunOptions, call: Call<FleetLine>): FleetLine {
    return { session: this, run, call };
  }

  async leave(): Promise<void> {
    // The run is closed by whoever made it.
  }
}

export function hostsWords(count: number): string {
  return `${count} ${count === 1 ? 'host' : 'hosts'}`;
}

/** What the shell's own verbs work with. */
export function fleetOf({ sessions }: Pick<ShellContext, 'sessions'>): FleetSession {
  const { session } = sessions.current;
  if (session instanceof FleetSession) return session;
  throw new Error('a verb of a fleet shell outside of one');
}

/** How the answers of a line are wanted: as its own options say, else as `fold` was set. */
export function wantedOf(
  { byHost, rare }: { readonly byHost?: unknown; readonly rare?: unknown },
  folding: Folding,
): Pick<ResultsWanted, 'isByHost' | 'isRare'> {
  const isSaid = byHost === true || rare === true;
  return {
    isByHost: byHost === true || (!isSaid && folding === 'off'),
    isRare: rare === true || (!isSaid && folding === 'rare'),
  };
}
