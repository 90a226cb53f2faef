import { toBoolean, toId, toText } from '../../text/number.ts';
import { toObject, type WireObject } from './read.ts';

/** Spelt as an update wants them (contract/alerts.md). */
export type AlertStatus = 'Unresolved' | 'In Progress' | 'Resolved' | 'False Positive';

/** An alert of the search. What is missing is empty. */
export interface Alert {
  readonly id: string;
  /** In the server's words. */
  readonly status: string;
  readonly assignedTo: string;
  readonly isReportIgnored: boolean;
  /** What raised it: the name of the watchlist or report. */
  readonly cause: string;
  readonly wire: WireObject;
}

/** Reads an alert; never fails on what is missing or mistyped. */
export function readAlert(json: unknown): Alert {
  const wire = toObject(json);
  return {
    id: toId(wire['unique_id']) ?? '',
    status: toText(wire['status'])?.trim() ?? '',
    assignedTo: toText(wire['assigned_to'])?.trim() ?? '',
    isReportIgnored: toBoolean(wire['report_ignored']) ?? false,
    cause: toText(wire['watchlist_name']) ?? '',
    wire,
  };
}
