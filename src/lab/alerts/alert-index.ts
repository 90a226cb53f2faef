import type { RecordFields, RecordIndex } from '../search/search-records.ts';
import type { Alert, AlertProcess, AlertState } from './alert.ts';

/** An alert at the moment it is searched for. */
export interface ShownAlert {
  readonly alert: Alert;
  readonly state: AlertState;
  /** Name of the sensor group. */
  readonly group: string;
  readonly isReportIgnored: boolean;
}

const ofAlert = (of: (alert: Alert) => string) => ({
  values: ({ alert }: ShownAlert) => [of(alert)],
});
const ofProcess = (of: (process: AlertProcess) => string) => ({
  values: ({ alert }: ShownAlert) => (alert.process === undefined ? [] : [of(alert.process)]),
});

const fields: RecordFields<ShownAlert> = {
  assigned_to: { type: 'keyword', bare: true, values: ({ state }) => listed(state.assignedTo) },
  hostname: { type: 'keyword', bare: true, ...ofAlert(({ hostname }) => hostname) },
  feed_name: { type: 'keyword', bare: true, ...ofAlert(({ cause }) => cause.feedName) },
  ioc_value: { type: 'keyword', bare: true, ...ofAlert(({ cause }) => cause.iocValue) },
  md5: { type: 'hash', bare: true, ...ofAlert(({ md5 }) => md5) },
  observed_filename: { type: 'keyword', bare: true, values: ({ alert }) => alert.observedFilenames },
  process_name: { type: 'keyword', bare: true, ...ofProcess(({ name }) => name) },
  process_path: { type: 'path', bare: true, ...ofProcess(({ path }) => path) },
  username: { type: 'tail', bare: true, ...ofProcess(({ username }) => username) },
  watchlist_id: { type: 'keyword', bare: true, ...ofAlert(({ cause }) => cause.watchlistId) },
  watchlist_name: { type: 'keyword', bare: true, ...ofAlert(({ cause }) => cause.watchlistName) },
  alert_severity: { type: 'number', value: ({ alert }) => alert.severity },
  alert_type: { type: 'keyword', ...ofAlert(({ type }) => type) },
  created_time: { type: 'date', value: ({ alert }) => alert.createdMs },
  // What the old reference sorts by; an alert has no other time.
  last_update: { type: 'date', value: ({ alert, state }) => state.resolvedMs ?? alert.createdMs },
  resolved_time: { type: 'date', value: ({ state }) => state.resolvedMs ?? undefined },
  resolved_by: { type: 'keyword', values: ({ state }) => listed(state.resolvedBy) },
  feed_id: { type: 'number', value: ({ alert }) => alert.cause.feedId },
  group: { type: 'keyword', values: ({ group }) => [group] },
  ioc_type: { type: 'keyword', ...ofAlert(({ cause }) => cause.iocType) },
  os_type: { type: 'keyword', ...ofAlert(({ osType }) => osType) },
  process_id: { type: 'keyword', ...ofProcess(({ guid }) => guid) },
  process_unique_id: { type: 'keyword', ...ofProcess(({ uniqueId }) => uniqueId) },
  report_ignored: { type: 'flag', values: ({ isReportIgnored }) => [String(isReportIgnored)] },
  report_score: { type: 'number', value: ({ alert }) => alert.cause.score },
  sensor_criticality: { type: 'number', value: ({ alert }) => alert.sensorCriticality },
  sensor_id: { type: 'number', value: ({ alert }) => alert.sensorId },
  sha256: { type: 'hash', ...ofAlert(({ sha256 }) => sha256) },
  status: { type: 'keyword', values: ({ state }) => [state.status] },
  total_hosts: { type: 'number', value: ({ alert }) => alert.totalHosts },
  unique_id: { type: 'keyword', ...ofAlert(({ id }) => id) },
};

function listed(text: string | null): string[] {
  return text === null ? [] : [text];
}

/** What is searched for in alerts, and by what they are put in order (contract/query-fields.md). */
export const alertIndex: RecordIndex<ShownAlert> = {
  fields,
  defaultSort: 'created_time desc',
  defaultFacets: [
    ...['status', 'alert_severity', 'feed_name', 'alert_type', 'watchlist_name', 'report_score'],
    ...['hostname', 'username', 'process_name', 'group', 'os_type', 'assigned_to', 'created_time'],
  ],
  idOf: ({ alert }) => alert.id,
};
