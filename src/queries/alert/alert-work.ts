import type { Alert, AlertStatus } from '../../api/wire/alert.ts';

/** What sets an alert to a status. */
export function statusWork(status: AlertStatus) {
  return {
    change: { requested_status: status },
    isSo: (alert: Alert) => alert.status === status,
    single: () => ({ status }),
  };
}

/** What gives an alert to a user; the server takes a status along with it. */
export function assignWork(user: string, status: AlertStatus) {
  return {
    change: { assigned_to: user, requested_status: status },
    isSo: (alert: Alert) => alert.assignedTo === user && alert.status === status,
    // The whole of it with the changes; a number that JavaScript cannot hold stays away.
    single: ({ wire: { _version_: _, ...wire } }: Alert) => ({ ...wire, assigned_to: user, status }),
  };
}
