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
    // A watchlist has no report that could say these.
    ...(cause.feedId < 0
      ? {}
      : {
          description: cause.description,
          link: cause.link,
          report_ignored: isReportIgnored,
          ioc_value: cause.iocValue,
        }),
    ioc_type: cause.iocType,
    ioc_attr: JSON.stringify(cause.iocAttr),
    hostname: alert.hostname,
    sensor_id: sensorId,
    group: era.timedSegments ? group.toLowerCase() : group,
    os_type: alert.osType,
    comms_ip: sensor?.remoteAddress.replace('::ffff:', '') ?? '',
    interface_ip: sensor?.address ?? '',
    md5,
    ...(era.sha256 ? { sha256 } : {}),
    // Milliseconds in the upper bits: more than a double holds.
    _version_: Math.floor(createdMs) * 2 ** 20,
    ...subject(alert, era, fleet.size),
  };
}

function subject(alert: Alert, era: Era, fleetSize: number): Wire {
  const { process, observedFilenames, totalHosts, cause } = alert;
  if (process === undefined) {
    return {
      observed_filename: observedFilenames,
      observed_hosts: observedHosts(alert, fleetSize),
      // A number elsewhere.
      total_hosts: String(totalHosts),
    };
  }
  const isOld62 = era.name === '6.2';
  const isOfReport = cause.feedId >= 0;
  return {
    total_hosts: isOld62 && isOfReport ? String(totalHosts) : totalHosts,
    ...(isOld62 && !isOfReport ? { observed_hosts: observedHosts(alert, fleetSize) } : {}),
    process_name: process.name,
    process_path: process.path,
    process_id: process.guid,
    process_unique_id: process.uniqueId,
    // Of watchlists' alerts, 6.x kept the low half alone (contract/alerts.md).
    segment_id: isOld62 && !isOfReport ? process.segment % 2 ** 32 : process.segment,
    username: process.username,
    ...process.counts,
  };
}

/** Where else it was seen. */
function observedHosts({ hostname, totalHosts }: Alert, fleetSize: number): Wire {
  return {
    numFound: totalHosts,
    hostCount: totalHosts,
    globalCount: fleetSize,
    hostnames: [{ name: hostname.toLowerCase(), value: totalHosts }],
    accurateHostCount: true,
    processCount: 1,
    numDocs: String(totalHosts),
    processTotal: 1,
  };
}
