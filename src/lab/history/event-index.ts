import { createHash } from 'node:crypto';
import type { Trace } from './trace.ts';

export type EventField =
  | 'filemod'
  | 'modload'
  | 'regmod'
  | 'domain'
  | 'ipaddr'
  | 'ipport'
  | 'crossproc_path'
  | 'crossproc_type'
  | 'blocked_path'
  | 'blocked_status'
  /** Keys of binaries (binaries/binary-spec.ts). */
  | 'modload_binary'
  | 'filewrite_binary'
  | 'crossproc_binary'
  | 'blocked_binary'
  /** Paths of written programs. */
  | 'filewrite_program'
  /** MD5 of written files that are no programs. */
  | 'filewrite_data';

/** Which traces hold which values, by field. */
export class EventIndex {
  readonly #fields = new Map<EventField, Map<string, number[]>>();

  add(trace: number, events: Trace, keyOf: (path: string) => string): void {
    const put = (field: EventField, value: string) => this.#put(field, value, trace);
    for (const { operation, path, type } of events.filemods) {
      put('filemod', path);
      if (operation === 8 && isProgram(type)) {
        put('filewrite_binary', keyOf(path));
        put('filewrite_program', path);
      } else if (operation === 8) put('filewrite_data', dataMd5(path));
    }
    for (const path of events.modloads) {
      put('modload', path);
      put('modload_binary', keyOf(path));
    }
    for (const { path } of events.regmods) put('regmod', path);
    for (const { domain, remoteIp, remotePort } of events.netconns) {
      if (domain !== '') put('domain', domain);
      put('ipaddr', remoteIp);
      put('ipport', String(remotePort));
    }
    for (const { path, type } of events.crossprocs) {
      put('crossproc_path', path);
      put('crossproc_binary', keyOf(path));
      put('crossproc_type', type === 'RemoteThread' ? 'remote_thread' : 'process_open');
    }
    for (const { path, status } of events.blocks) {
      put('blocked_path', path);
      put('blocked_binary', keyOf(path));
      put('blocked_status', status);
    }
  }

  /** Traces with a value that matches. */
  find(field: EventField, matches: (value: string) => boolean): Set<number> {
    const found = new Set<number>();
    for (const [value, traces] of this.#fields.get(field) ?? []) {
      if (matches(value)) {
        for (const trace of traces) found.add(trace);
      }
    }
    return found;
  }

  *values(field: EventField): Generator<[value: string, traces: readonly number[]]> {
    yield* this.#fields.get(field) ?? [];
  }

  #put(field: EventField, value: string, trace: number): void {
    let values = this.#fields.get(field);
    if (values === undefined) {
      values = new Map();
      this.#fields.set(field, values);
    }
    const traces = values.get(value);
    if (traces === undefined) values.set(value, [trace]);
    else if (traces.at(-1) !== trace) traces.push(trace);
  }
}

/** PE, ELF, Mach-O (file types of contract/process-events.md). */
export function isProgram(type: number): boolean {
  return type >= 1 && type <= 3;
}

/** The MD5 of a written file that is no program: nobody keeps its bytes. */
export function dataMd5(path: string): string {
  return createHash('md5').update(path).digest('hex');
}
