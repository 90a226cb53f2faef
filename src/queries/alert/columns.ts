import type { WireObject } from '../../api/wire/read.ts';
import type { Column } from '../../spec/result.ts';
import { formatTimeUtc, parseServerTime } from '../../text/age.ts';
import { formatIp } from '../../text/ip.ts';
import { shownMd5 } from '../../text/md5.ts';
import { toNumber, toText } from '../../text/number.ts';
import { readSavedSearch } from '../../text/saved-search.ts';
import { documentColumn, wideColumn } from '../../views/document-columns.ts';

const count = (name: string, head: string) => wideColumn(`${name}_count`, head, { align: 'right' });
const address = (name: string, head: string) =>
  wideColumn(name, head, { show: (wire) => formatIp(wire[name]) });

/** As `ls` does, to the minute in the year of `nowMs` and to the day before: more would take the room of what raised it. */
function shortTime(wire: WireObject, nowMs: number): string {
  const ms = parseServerTime(wire['created_time']);
  const [, year = '', day = '', minute = ''] =
    /^(\d+)-(\d\d-\d\d) (\d\d:\d\d)/.exec(ms === undefined ? '' : formatTimeUtc(ms)) ?? [];
  if (year === '') return toText(wire['created_time']) ?? '';
  return Number(year) === new Date(nowMs).getUTCFullYear() ? `${day} ${minute}Z` : `${year}-${day}`;
}

const styles: ReadonlyMap<string, 'bad' | 'warn' | 'ok' | 'dim'> = new Map([
  ['unresolved', 'bad'],
  ['in progress', 'warn'],
  ['resolved', 'ok'],
  ['false positive', 'dim'],
]);

export const alertColumn = {
  id: documentColumn('unique_id', 'id', { firm: true }),
  hostname: documentColumn('hostname', 'hostname', { least: 15, drop: 3 }),
  cause: documentColumn('watchlist_name', 'raised by', { style: () => 'name' }),
} as const;

/** Fields by their wire names (contract/alerts.md); the first ones are what a list shows. */
const alertColumns: readonly Column<WireObject>[] = [
  documentColumn('created_time', 'created', { as: 'iso' }),
  documentColumn('alert_severity', 'severity', { align: 'right' }),
  documentColumn('status', 'status', {
    firm: true,
    drop: 2,
    style: (wire) => styles.get((toText(wire['status']) ?? '').toLowerCase()),
  }),
  alertColumn.hostname,
  alertColumn.cause,
  alertColumn.id,
  wideColumn('assigned_to', 'assigned to'),
  wideColumn('alert_type', 'type'),
  wideColumn('feed_name', 'feed'),
  wideColumn('feed_id', 'id of the feed'),
  wideColumn('watchlist_id', 'id of the cause'),
  wideColumn('process_name', 'process'),
  wideColumn('process_path', 'path'),
  wideColumn('username', 'user'),
  wideColumn('observed_filename', 'seen as'),
  wideColumn('md5', 'md5', { as: 'md5' }),
  wideColumn('sha256', 'sha256'),
  wideColumn('ioc_type', 'kind of indicator'),
  wideColumn('ioc_value', 'indicator', { show: indicator }),
  wideColumn('ioc_attr', 'what matched', { show: (wire) => matched(wire['ioc_attr']) }),
  wideColumn('description', 'description'),
  wideColumn('link', 'link'),
  wideColumn('report_score', 'score of the report', { align: 'right' }),
  wideColumn('report_ignored', 'report ignored'),
  wideColumn('feed_rating', 'rating of the feed', { align: 'right' }),
  wideColumn('sensor_criticality', 'weight of the sensor', { align: 'right' }),
  wideColumn('ioc_confidence', 'confidence', { align: 'right' }),
  wideColumn('resolved_time', 'resolved', { as: 'iso' }),
  wideColumn('resolved_by', 'resolved by'),
  wideColumn('sensor_id', 'sensor', { align: 'right' }),
  wideColumn('group', 'group'),
  wideColumn('os_type', 'system'),
  wideColumn('total_hosts', 'hosts', { align: 'right' }),
  wideColumn('observed_hosts', 'hosts that have it', { isPlain: false, show: observedHosts }),
  wideColumn('process_id', 'process id'),
  wideColumn('process_unique_id', 'process unique id'),
  wideColumn('segment_id', 'segment', { align: 'right' }),
  address('comms_ip', 'address to server'),
  address('interface_ip', 'address'),
  count('modload', 'modloads'),
  count('filemod', 'filemods'),
  count('regmod', 'regmods'),
  count('netconn', 'netconns'),
  count('childproc', 'childprocs'),
  count('crossproc', 'crossprocs'),
];

const quiet: ReadonlySet<string> = new Set(['_version_']);

/** What JSON shows: all but a number of the index. */
export function alertObject(wire: WireObject): WireObject {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => !quiet.has(name)));
}

/** What a list shows: short in what a table draws, the same in all else. */
export function alertListColumns(nowMs: number): readonly Column<WireObject>[] {
  const short: Readonly<Record<string, Column<WireObject>>> = {
    created_time: documentColumn('created_time', 'created', {
      show: (wire) => shortTime(wire, nowMs),
      as: 'iso',
      firm: true,
      drop: 1,
    }),
    alert_severity: documentColumn('alert_severity', 'sev', {
      align: 'right',
      show: (wire) => {
        // Never rounded up: --severity with what is shown finds the row.
        const severity = toNumber(wire['alert_severity']);
        return severity === undefined ? (toText(wire['alert_severity']) ?? '') : String(Math.floor(severity));
      },
    }),
  };
  return alertColumns.map((column) => short[column.field] ?? column);
}

/** All of one alert: its id first, and behind the known fields what else it holds. */
export function alertRecordColumns(wire: WireObject): readonly Column<WireObject>[] {
  const known = alertColumns.filter((column) => column !== alertColumn.id);
  return [alertColumn.id, ...known, ...otherAlertColumns(wire)];
}

function otherAlertColumns(wire: WireObject): readonly Column<WireObject>[] {
  const known = new Set(alertColumns.map((column) => column.field));
  return Object.keys(wire)
    .filter((name) => !known.has(name) && !quiet.has(name))
    .map((name) => documentColumn(name, name.replaceAll('_', ' '), { isPlain: false }));
}

/** A number, names, or an object with both (contract/alerts.md): `srv-06 (27,893)` counts its documents. */
function observedHosts({ observed_hosts: value }: WireObject): string {
  const hosts: unknown = Array.isArray(value) ? value : fieldOf(value, 'hostnames');
  if (!Array.isArray(hosts)) return toText(value) ?? '';
  const names = hosts.map((host: unknown) => {
    const count = toNumber(fieldOf(host, 'value'));
    const name = toText(fieldOf(host, 'name')) ?? toText(host) ?? '?';
    return count === undefined ? name : `${name} (${count.toLocaleString('en-US')})`;
  });
  const all = toNumber(fieldOf(value, 'hostCount'));
  return [...names, ...(all !== undefined && all > names.length ? [`${all} in all`] : [])].join(', ');
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as WireObject)[name] : undefined;
}

/** A query stands there as in a URL. */
function indicator(wire: WireObject): string {
  const text = toText(wire['ioc_value']) ?? '';
  return wire['ioc_type'] === 'query' ? readSavedSearch(text).query : shownMd5(text);
}

function upToMark(text: string): readonly string[] {
  const end = text.indexOf('POSTPOSTPOST');
  return end < 0 ? [] : [text.slice(0, end)];
}

/** `ioc_attr` is JSON in a string; of its highlights the words between the marks are what matched. */
function matched(value: unknown): string {
  const text = toText(value) ?? '';
  const words = text.split('PREPREPRE').slice(1).flatMap(upToMark);
  return words.length > 0 ? [...new Set(words)].join(', ') : text.replace(/^\{\}$/, '');
}
