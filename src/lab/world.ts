import type { DataFolder } from './data-folder.ts';
import type { SensorGroup } from './fleet/groups.ts';
import type { LabRequest } from './lab.ts';
import type { SessionWorld } from './live/session.ts';
import type { SessionBoard } from './live/session-board.ts';
import type { Records } from './search/records.ts';
import type { Users } from './users.ts';

/** All there is in a running lab; what the routes work on. */
export interface LabWorld extends SessionWorld {
  readonly seed: number;
  readonly users: Users;
  readonly board: SessionBoard;
  readonly groups: Map<number, SensorGroup>;
  readonly data: DataFolder;
  /** Process and binary indexes. */
  readonly records: Records;
  readonly requests: LabRequest[];
  readonly tls: boolean;
  readonly listenAnywhere: boolean;
  /** Ends when the lab stops. */
  readonly signal: AbortSignal;
  /** Writes what `--data` keeps. */
  save(): Promise<void>;
}
