/** Fields of the query language (contract/query-fields.md). */

export type QueryIndex = 'process' | 'binary' | 'alert' | 'report';

export const queryIndexes: readonly QueryIndex[] = ['process', 'binary', 'alert', 'report'];

export type FieldType = 'path' | 'cmdline' | 'datetime' | 'other';

const both = 'hostname group os_type tampered md5';
const joined =
  'observed_filename original_filename internal_name file_desc file_version product_name product_desc product_version company_name legal_copyright legal_trademark private_build special_build digsig_result digsig_publisher digsig_issuer digsig_subject digsig_prog_name digsig_sign_time is_64bit is_executable_image orig_mod_len copied_mod_len';
const processOnly =
  'process_name process_md5 process_sha256 process_id process_pid path cmdline username host_type sensor_id start last_update last_server_update parent_name parent_md5 parent_id childproc_name childproc_md5 childproc_count crossproc_name crossproc_md5 crossproc_type crossproc_count filemod modload regmod filewrite_md5 filemod_count modload_count regmod_count netconn_count domain ipaddr ipv6addr ipport blocked_md5 blocked_status has_emet_config has_emet_event';
const binaryOnly = 'comments host_count server_added_timestamp';
// Beside the documented ones those that the documents have (contract/alerts.md): nobody says that they cannot be searched.
const alert =
  'assigned_to hostname feed_name ioc_value md5 observed_filename process_name process_path username watchlist_id watchlist_name alert_severity alert_type created_time resolved_time feed_id group report_score status unique_id last_update resolved_by feed_rating sensor_criticality ioc_confidence report_ignored ioc_type ioc_attr description link sensor_id os_type total_hosts process_id process_unique_id segment_id sha256 comms_ip interface_ip modload_count filemod_count regmod_count netconn_count childproc_count crossproc_count observed_hosts';
const report =
  'description domain feed_category feed_name md5 tags feed_id report_id id ipaddr is_ignored title create_time update_time severity_score timestamp is_deleted has_query sha256 ipv6addr link';

const names: Readonly<Record<QueryIndex, ReadonlySet<string>>> = {
  process: new Set(`${both} ${joined} ${processOnly}`.split(' ')),
  binary: new Set(`${both} ${joined} ${binaryOnly}`.split(' ')),
  alert: new Set(alert.split(' ')),
  report: new Set(report.split(' ')),
};
const joins: ReadonlySet<string> = new Set(joined.split(' '));
const paths: ReadonlySet<string> = new Set([
  'path',
  'filemod',
  'modload',
  'regmod',
  'observed_filename',
  'process_path',
]);
const dates: ReadonlySet<string> = new Set([
  'start',
  'last_update',
  'last_server_update',
  'digsig_sign_time',
  'server_added_timestamp',
  'created_time',
  'resolved_time',
  'create_time',
  'update_time',
]);

const joinSuffix = /_(?:parent|child|modload|filewrite)$/;

/** All names but those made with an id, a feed or a join suffix. */
export function queryFieldNames(index: QueryIndex): readonly string[] {
  return [...names[index]];
}

export function isQueryField(index: QueryIndex, name: string): boolean {
  if (names[index].has(name)) return true;
  if (index === 'alert' || index === 'report') return false;
  if (/^(?:watchlist_\d+|alliance_score_\w+)$/.test(name)) return true;
  return index === 'process' && joins.has(name.replace(joinSuffix, ''));
}

export function fieldType(name: string): FieldType {
  const plain = name.replace(joinSuffix, '');
  if (paths.has(plain)) return 'path';
  if (plain === 'cmdline') return 'cmdline';
  return dates.has(plain) || /^watchlist_\d+$/.test(plain) ? 'datetime' : 'other';
}
