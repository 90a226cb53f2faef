/** Exactly so: an update with other capitals is refused (contract/alerts.md). */
export const alertStatuses = ['Unresolved', 'In Progress', 'Resolved', 'False Positive'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

export type AlertType =
  | 'watchlist.hit.ingress.process'
  | 'watchlist.hit.ingress.binary'
  | 'watchlist.hit.ingress.host'
  | 'watchlist.hit.query.process'
  | 'watchlist.hit.query.binary';

/** What people make of an alert; the rest of it never changes. Times are Unix ms. */
export interface AlertState {
  readonly status: AlertStatus;
  readonly assignedTo: string | null;
  readonly resolvedMs: number | null;
  readonly resolvedBy: string | null;
}

/** Why there is an alert: a report of a feed, or a watchlist. */
export interface AlertCause {
  /** -1 for watchlists. */
  readonly feedId: number;
  readonly feedName: string;
  readonly feedRating: number;
  /** Id of the watchlist, or of the report. */
  readonly watchlistId: string;
  readonly watchlistName: string;
  readonly description: string;
  readonly link: string;
  readonly score: number;
  readonly iocType: string;
  readonly iocValue: string;
  readonly iocAttr: Readonly<Record<string, unknown>>;
}

/** The process of an alert, as it was then. */
export interface AlertProcess {
  readonly name: string;
  readonly path: string;
  readonly guid: string;
  readonly uniqueId: string;
  readonly segment: number;
  readonly username: string;
  /** `modload_count` … as in its document. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface Alert {
  /** UUID. */
  readonly id: string;
  readonly type: AlertType;
  readonly cause: AlertCause;
  readonly createdMs: number;
  readonly severity: number;
  readonly sensorCriticality: number;
  readonly iocConfidence: number;
  readonly sensorId: number;
  readonly hostname: string;
  readonly osType: string;
  readonly totalHosts: number;
  readonly md5: string;
  readonly sha256: string;
  /** Undefined for alerts about a binary or a host. */
  readonly process: AlertProcess | undefined;
  /** Paths of the binary; of alerts about one. */
  readonly observedFilenames: readonly string[];
  readonly firstState: AlertState;
}

export function isAlertStatus(value: unknown): value is AlertStatus {
  return alertStatuses.some((status) => status === value);
}

/** How a state follows from another. Whoever resolves is remembered until the alert is opened again. */
export function nextState(
  state: AlertState,
  change: { readonly status?: AlertStatus; readonly assignedTo?: string | null },
  username: string,
  nowMs: number,
): AlertState {
  const status = change.status ?? state.status;
  const assignedTo = change.assignedTo === undefined ? state.assignedTo : change.assignedTo;
  const isOver = status === 'Resolved' || status === 'False Positive';
  if (!isOver) return { status, assignedTo, resolvedMs: null, resolvedBy: null };
  return status === state.status
    ? { ...state, assignedTo }
    : { status, assignedTo, resolvedMs: Math.floor(nowMs), resolvedBy: username };
}
