import type { Investigations } from './admin/investigations.ts';
import type { Alerts } from './alerts/alerts.ts';
import type { BanBook } from './bans/ban-book.ts';
import type { DataFolder } from './data-folder.ts';
import type { FeedBook } from './feeds/feed-book.ts';
import type { SensorGroup } from './fleet/groups.ts';
import type { Sites } from './fleet/sites.ts';
import type { LabRequest } from './lab.ts';
import type { SessionWorld } from './live/session.ts';
import type { SessionBoard } from './live/session-board.ts';
import type { Records } from './search/records.ts';
import type { Store } from './store.ts';
import type { Teams } from './users/team.ts';
import type { Users } from './users/users.ts';
import type { WatchlistBook } from './watchlists/watchlist-book.ts';

/** All there is in a running lab; what the routes work on. */
export interface LabWorld extends SessionWorld {
  readonly seed: number;
  readonly users: Users;
  readonly board: SessionBoard;
  readonly groups: Map<number, SensorGroup>;
  readonly sites: Sites;
  readonly teams: Teams;
  readonly bans: BanBook;
  readonly watchlists: WatchlistBook;
  readonly feeds: FeedBook;
  readonly investigations: Investigations;
  readonly alerts: Alerts;
  readonly data: DataFolder;
  /** What lasts with `--data`: each area opens its section. */
  readonly store: Store;
  /** Process and binary indexes. */
  readonly records: Records;
  readonly requests: LabRequest[];
  readonly tls: boolean;
  readonly listenAnywhere: boolean;
  /** Ends when the lab stops. */
  readonly signal: AbortSignal;
  /** To be called after every change: what `--data` keeps is written within a moment. Costs next to nothing. */
  save(): void;
}
