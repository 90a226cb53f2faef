import type { DatabaseSync } from 'node:sqlite';
import type { Host } from './draft.ts';
import { makeTrace, type TraceContext } from './make-trace.ts';
import { countTrace, type Trace, type TraceCounts } from './trace.ts';

/** A trace in use: which machine, which program, and when it was seen. */
export interface TraceEntry {
  readonly id: number;
  readonly sensor: number;
  readonly path: string;
  readonly variant: number;
  readonly counts: TraceCounts;
  first: number;
  last: number;
}

export type TraceRules = Pick<TraceContext, 'seed' | 'suppresses' | 'seesScripts'>;

/** The trace of a machine's program; nothing of it is kept. */
export function traceOf(rules: TraceRules, host: Host, path: string, variant: number): Trace {
  const { os, sensorId, user } = host;
  return makeTrace({ ...rules, os, sensorId, user, sid: host.person.sid }, path, variant);
}

/** Numbers the traces that documents name, and notes from when to when. */
export class TraceBook {
  readonly #rules: TraceRules;
  readonly #entries = new Map<string, TraceEntry>();

  constructor(rules: TraceRules) {
    this.#rules = rules;
  }

  use(host: Host, path: string, variant: number, at: number): TraceEntry {
    const key = `${host.sensorId}|${variant}|${path}`;
    const known = this.#entries.get(key);
    if (known !== undefined) {
      known.first = Math.min(known.first, at);
      known.last = Math.max(known.last, at);
      return known;
    }
    const entry: TraceEntry = {
      id: this.#entries.size + 1,
      sensor: host.sensorId,
      path,
      variant,
      counts: countTrace(traceOf(this.#rules, host, path, variant)),
      first: at,
      last: at,
    };
    this.#entries.set(key, entry);
    return entry;
  }

  write(file: DatabaseSync): void {
    const insert = file.prepare(
      'INSERT INTO trace (id, sensor, path, variant, first, last) VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const { id, sensor, path, variant, first, last } of this.#entries.values())
      insert.run(id, sensor, path, variant, first, last);
  }
}
