import type { Era } from '../era.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Wire } from '../history/document-wire.ts';
import { isoTime } from '../history/wire-times.ts';
import type { Alert } from './alert.ts';
import type { ShownAlert } from './alert-index.ts';

/** An alert as the server sends it (contract/alerts.md); alerts about a binary have no fields of a process. */
export function alertWire(
  { alert, state, group, isReportIgnored }: ShownAlert,
  era: Era,
  fleet: Fleet,
): Wire {
  const { id, type, cause, createdMs, severity, sensorCriticality, iocConfidence, sensorId, md5, sha256 } =
    alert;
  const sensor = fleet.get(sensorId);
  return {
    unique_id: id,
    created_time: isoTime(createdMs),
    alert_type: type,
    status: state.status,
    ...(state.assignedTo === null ? {} : { assigned_to: state.assignedTo }),
    ...(state.resolvedMs === null
      ? {}
      : { resolved_time: isoTime(state.resolvedMs), resolved_by: state.resolvedBy }),
    alert_severity: severity,
    report_score: cause.score,
    feed_rating: cause.feedRating,
    sensor_criticality: sensorCriticality,
    ioc_confidence: iocConfidence,
    feed_id: cause.feedId,
    feed_name: cause.feedName,
    watchlist_id: cause.watchlistId,
    watchlist_name: cause.watchlistName,
    description: cause.description,
    link: cause.link,
    report_ignored: isReportIgnored,
    ioc_type: cause.iocType,
    ioc_value: cause.iocValue,
    ioc_attr: JSON.stringify(cause.iocAttr),
    hostname: alert.hostname,
    sensor_id: sensorId,
    group: era.timedSegments ? group.toLowerCase() : group,
    os_type: alert.osType,
    comms_ip: sensor?.remoteAddress.replace('::ffff:', '') ?? '',
    interface_ip: sensor?.address ?? '',
    md5,
    ...(era.sha256 ? { sha256 } : {}),
    ...subject(alert),
  };
}

function subject({ process, observedFilenames, totalHosts, hostname }: Alert): Wire {
  if (process === undefined) {
    return {
      observed_filename: observedFilenames,
      observed_hosts: { hostCount: totalHosts, hostnames: [{ name: hostname }] },
      // A number elsewhere.
      total_hosts: String(totalHosts),
    };
  }
  return {
    total_hosts: totalHosts,
    process_name: process.name,
    process_path: process.path,
    process_id: process.guid,
    process_unique_id: process.uniqueId,
    segment_id: process.segment,
    username: process.username,
    ...process.counts,
  };
}
