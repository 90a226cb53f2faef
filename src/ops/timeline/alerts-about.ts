import type { Cb } from '../../api/client.ts';
import type { Alert } from '../../api/wire/alert.ts';
import type { ProcessDocument } from '../../api/wire/process.ts';
import { isCbError } from '../../errors/cb-error.ts';
import { toNumber, toText } from '../../text/number.ts';
import { quotedValue } from '../../text/query-filters.ts';
import { searchList } from '../search-list.ts';

export interface AlertsOptions {
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  readonly onLeftOut: () => void;
  /** Rows that are asked for at once. */
  readonly rows: number;
}

export interface AlertHost {
  readonly id: number;
  readonly name: string;
}

/** What a server may refuse without that the rest of it does. */
export const refusals = ['Auth', 'NotFound', 'ServerError', 'BadReply', 'Unsupported'] as const;

/** Processes by their hosts and names, which alerts are searched by; the id of a process is no documented field of them. */
export class SeenProcesses {
  readonly #byHost = new Map<string, Map<string, Set<string>>>();

  /** False for one that was seen before. */
  add({ id, hostname, name }: Pick<ProcessDocument, 'id' | 'hostname' | 'name'>): boolean {
    const names = this.#byHost.get(hostname.toLowerCase()) ?? new Map<string, Set<string>>();
    const ids = names.get(name.toLowerCase()) ?? new Set<string>();
    if (ids.has(id)) return false;
    this.#byHost.set(hostname.toLowerCase(), names.set(name.toLowerCase(), ids.add(id)));
    return true;
  }

  *[Symbol.iterator](): Generator<readonly [host: string, name: string, ids: ReadonlySet<string>]> {
    for (const [host, names] of this.#byHost) {
      for (const [name, ids] of names) yield [host, name, ids];
    }
  }
}

/** Alerts of whole hosts, and those of processes elsewhere. What the server refuses of them is told, and hinders nothing else. */
export async function* alertsAbout(
  { alerts }: Pick<Cb, 'alerts'>,
  hosts: readonly AlertHost[],
  processes: SeenProcesses,
  { signal, note, onLeftOut, rows }: AlertsOptions,
): AsyncGenerator<Alert> {
  const search = async function* (fields: Readonly<Record<string, string>>): AsyncGenerator<Alert> {
    const terms = Object.entries(fields).map(([field, value]) => `${field}:${quotedValue(value)}`);
    const params = { q: terms.join(' '), sort: 'created_time asc' };
    const list = searchList(alerts, params, { rows, key: 'unique_id', noun: 'alerts', signal });
    try {
      for await (const { wire } of list.rows) yield alerts.read(wire);
    } catch (error) {
      if (!isCbError(error, ...refusals)) throw error;
      note(`alerts could not be read: ${error.message}`);
      onLeftOut();
      return;
    }
    for (const each of list.notes()) note(each);
    if (list.isPartial()) onLeftOut();
  };
  for (const { id, name } of hosts) {
    for await (const alert of search({ hostname: name.toLowerCase() })) {
      // Two sensors may have one name.
      if ((toNumber(alert.wire['sensor_id']) ?? id) === id) yield alert;
    }
  }
  const whole = new Set(hosts.map(({ name }) => name.toLowerCase()));
  for (const [host, name, ids] of processes) {
    if (whole.has(host)) continue;
    if (host === '' || name === '') {
      note('of a process the server tells no host or no name: its alerts cannot be looked for');
      onLeftOut();
      continue;
    }
    for await (const alert of search({ hostname: host, process_name: name })) {
      if (ids.has((toText(alert.wire['process_id']) ?? '').toLowerCase())) yield alert;
    }
  }
}
