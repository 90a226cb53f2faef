import { isRecord } from '../json.ts';

/**
 * Fields that tell what a write was about. All others are left out, above all what may hold a secret: passwords, tokens,
 * keys, URLs with a login in them, command lines.
 */
const telling: ReadonlySet<string> = new Set([
  'action_type',
  'alliance_score_range',
  'assigned_to',
  'display_name',
  'enabled',
  'event_log_flush_time',
  'feed_id',
  'global_admin',
  'group_id',
  'id',
  'index_type',
  'investigation_id',
  'is_ignored',
  'liveresponse_init',
  'md5hash',
  'name',
  'network_isolation_enabled',
  'provider_name',
  'requested_status',
  'restart_queued',
  'sensor_id',
  'set_ignored',
  'site_id',
  'status',
  'uninstall',
  'username',
  'watchlist_id',
]);
/** Lists of which the length alone is told. */
const counted: ReadonlySet<string> = new Set([
  'alert_ids',
  'group_access',
  'ids',
  'md5_list',
  'team_access',
  'teams',
]);

const longest = 120;

/** A body in a few words: `group_id=1 network_isolation_enabled=true`. */
export function keyFacts(body: unknown): string {
  if (Array.isArray(body)) return body.length === 1 ? keyFacts(body[0]) : `${body.length} entries`;
  if (!isRecord(body)) return '';
  return Object.entries(body).flatMap(fact).join(' ');
}

function fact([name, value]: [string, unknown]): string[] {
  if (counted.has(name) && typeof value === 'object' && value !== null)
    return [`${name}:${Object.keys(value).length}`];
  if (name === 'updates') return [keyFacts(value)].filter((text) => text !== '');
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  return telling.has(name) && isPlain ? [`${name}=${String(value).slice(0, longest)}`] : [];
}
