import type { Ban } from '../api/wire/ban.ts';
import type { BanTarget } from '../ops/ban-work.ts';
import type { Cell, Column } from '../spec/result.ts';
import { formatTimeUtc, parseServerTime } from '../text/age.ts';

const wire = (name: string) => (ban: Ban) => ban.wire[name] as Cell;

/** Fields by their wire names (contract/banning.md); the first ones are what a list shows. */
export const banColumns: readonly Column<Ban>[] = [
  { field: 'md5hash', head: 'md5', of: (ban) => ban.md5, as: 'md5', firm: true },
  {
    field: 'enabled',
    head: 'state',
    of: (ban) => ban.isEnabled,
    show: (ban) => (ban.isEnabled ? 'on' : 'off'),
    style: (ban) => (ban.isEnabled ? 'ok' : 'dim'),
  },
  { field: 'block_count', head: 'blocks', of: wire('block_count'), align: 'right' },
  { field: 'last_block_hostname', head: 'last on', of: wire('last_block_hostname'), least: 15, drop: 2 },
  { field: 'username', head: 'by', of: wire('username'), drop: 1 },
  { field: 'text', head: 'text', of: wire('text') },
  { field: 'timestamp', head: 'since', of: wire('timestamp'), as: 'iso', wide: true },
  { field: 'last_block_time', head: 'last block', of: wire('last_block_time'), as: 'iso', wide: true },
  { field: 'last_block_sensor_id', head: 'last sensor', of: wire('last_block_sensor_id'), wide: true },
  { field: 'user_id', head: 'user id', of: wire('user_id'), wide: true },
  { field: 'audit', head: 'history', of: wire('audit'), wide: true, show: (ban) => auditText(ban) },
];

/** A ban as JSON shows it: as the server sent it. */
export function banObject(ban: Ban): Readonly<Record<string, Cell>> {
  return ban.wire as Readonly<Record<string, Cell>>;
}

function auditText({ wire: { audit } }: Ban): string {
  if (!Array.isArray(audit)) return '';
  return audit
    .map((entry: unknown) => {
      const { timestamp, username, enabled, text } = (entry ?? {}) as Record<string, unknown>;
      const ms = parseServerTime(timestamp);
      const when = ms === undefined ? String(timestamp ?? '') : formatTimeUtc(ms);
      const why = typeof text === 'string' && text !== '' ? `: ${text}` : '';
      return `${when} ${String(username ?? '')} ${enabled === false ? 'disabled' : 'banned'}${why}`;
    })
    .join('; ');
}

/** Names of the wire (contract/binaries.md), and `file_name` and `hosts`, which are shorter than theirs. */
export const targetColumns: readonly Column<BanTarget>[] = [
  { field: 'md5hash', head: 'md5', of: ({ md5 }) => md5, as: 'md5', firm: true },
  { field: 'file_name', head: 'name', of: ({ seen }) => seen?.name || undefined, style: () => 'name' },
  { field: 'host_count', head: 'hosts', of: ({ seen }) => seen?.hostCount, align: 'right' },
  {
    field: 'digsig_publisher',
    head: 'signed by',
    of: ({ seen }) => seen?.publisher || undefined,
    show: ({ seen }) =>
      seen === undefined ? '' : /^signed$/i.test(seen.signature) ? seen.publisher : seen.signature,
  },
  { field: 'digsig_result', head: 'signature', of: ({ seen }) => seen?.signature || undefined, wide: true },
  { field: 'hosts', head: 'seen on', of: ({ seen }) => seen?.hosts, as: 'flags', wide: true },
];
