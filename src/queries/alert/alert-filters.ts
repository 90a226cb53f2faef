import { CbError } from '../../errors/cb-error.ts';
import { longName } from '../../spec/names.ts';
import { formatRfc3339 } from '../../text/age.ts';
import { queryValue, quotedValue } from '../../text/query-filters.ts';
import { statusOf } from './status-words.ts';

/** Options that say which alerts are meant, of the search and of what changes them. */
export const alertFilterOptions = {
  status: { kind: 'list', value: 'WORD,WORD', about: 'unresolved, in-progress, resolved, false-positive' },
  severity: { kind: 'integer', value: 'N', about: 'of this severity at least, 0 to 100' },
  assigned: { kind: 'user', value: 'USER', about: 'assigned to this user' },
  unassigned: { kind: 'flag', about: 'assigned to nobody' },
  hostname: { kind: 'sensor', value: 'NAME', about: 'on this host' },
  since: { kind: 'timeMs', about: 'created at this time or later' },
  until: { kind: 'timeMs', isEnd: true, about: 'created at this time or before' },
} as const;

export interface AlertFilters {
  readonly status: readonly string[] | undefined;
  readonly severity: number | undefined;
  readonly assigned: string | undefined;
  readonly unassigned: boolean;
  readonly hostname: string | undefined;
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/** Some of the options were given. */
export function hasFilters(filters: AlertFilters): boolean {
  return (Object.keys(alertFilterOptions) as (keyof AlertFilters)[]).some(
    (key) => filters[key] !== undefined && filters[key] !== false,
  );
}

/** The terms that the options stand for (contract/query-fields.md, "Alert fields"). Kind `Usage` for an empty name: it is no name. */
export function filterTerms({
  status,
  severity,
  assigned,
  unassigned,
  hostname,
  since,
  until,
}: AlertFilters): readonly string[] {
  for (const [key, value] of Object.entries({ assigned, hostname })) {
    if (value?.trim() === '') throw new CbError('Usage', `the value of ${longName(key)} is empty`);
  }
  const statuses = [...new Set(status?.map(statusOf))].map((each) => `status:${quotedValue(each)}`);
  return [
    ...(statuses.length > 1 ? [`(${statuses.join(' or ')})`] : statuses),
    ...(severity === undefined ? [] : [`alert_severity:[${severity} TO *]`]),
    ...(assigned === undefined ? [] : [`assigned_to:${queryValue(assigned)}`]),
    ...(unassigned ? ['-assigned_to:*'] : []),
    ...(hostname === undefined ? [] : [`hostname:${queryValue(hostname.toLowerCase())}`]),
    ...(since === undefined && until === undefined
      ? []
      : [`created_time:[${wireTime(since, Math.floor)} TO ${wireTime(until, Math.ceil)}]`]),
  ];
}

/** Without a zone: UTC. In whole seconds, the form that is known of servers: rather one instant more than a second less. */
function wireTime(ms: number | undefined, rounded: (seconds: number) => number): string {
  return ms === undefined ? '*' : formatRfc3339(rounded(ms / 1000) * 1000).replace(/Z$/, '');
}
