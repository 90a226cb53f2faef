import type { DatabaseSync } from 'node:sqlite';
import { binaryHashes, type Hashes } from '../binaries/binary-content.ts';
import { binarySpec } from '../binaries/binary-spec.ts';
import type { Era } from '../era.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Host } from './draft.ts';
import { EventIndex } from './event-index.ts';
import { bootHost, keyOf } from './hosts.ts';
import type { Trace } from './trace.ts';
import { type TraceRules, traceOf } from './trace-book.ts';

/** A program at a path of a machine with certain system files. */
export interface Image {
  readonly id: number;
  readonly path: string;
  /** Of its content (binaries/binary-spec.ts). */
  readonly binary: string;
}

export interface UsedTrace {
  readonly id: number;
  readonly sensor: number;
  readonly path: string;
  readonly variant: number;
  /** Unix milliseconds of the first and the last document that names it. */
  readonly first: number;
  readonly last: number;
}

/** A key has the same content in every lab of this process. */
const hashesByKey = new Map<string, Hashes>();

/** The process documents of a lab and everything they are searched by. */
export class History {
  readonly file: DatabaseSync;
  readonly era: Era;
  readonly fleet: Fleet;
  /** How many there are. */
  documents: number;
  readonly names: readonly string[];
  readonly images: readonly Image[];
  readonly accounts: readonly { readonly username: string; readonly uid: string }[];
  readonly traces: readonly UsedTrace[];
  readonly #seed: number;
  readonly #rules: TraceRules;
  readonly #hosts = new Map<number, Host>();
  readonly #made: { events: EventIndex | undefined };

  /** `made`: of others that have the same. */
  constructor(
    file: DatabaseSync,
    era: Era,
    fleet: Fleet,
    seed: number,
    made: { events: EventIndex | undefined } = { events: undefined },
  ) {
    this.#made = made;
    this.file = file;
    this.era = era;
    this.fleet = fleet;
    this.#seed = seed;
    this.#rules = traceRules(era, seed);
    this.documents = Number(file.prepare('SELECT count(*) AS n FROM document').get()?.['n'] ?? 0);
    this.names = texts(file, 'name');
    this.images = texts(file, 'image').map((text, id) => {
      const [os, release = '', path = ''] = text.split('|');
      const system = os === 'windows' || os === 'macos' ? os : 'linux';
      return { id, path, binary: keyOf({ os: system, release }, path) };
    });
    this.accounts = texts(file, 'account').map((text) => {
      const [username = '', uid = ''] = text.split('\n');
      return { username, uid };
    });
    this.traces = file
      .prepare('SELECT * FROM trace ORDER BY id')
      .all()
      .map((row) => ({
        id: Number(row['id']),
        sensor: Number(row['sensor']),
        path: String(row['path']),
        variant: Number(row['variant']),
        first: Number(row['first']),
        last: Number(row['last']),
      }));
  }

  /** Hashes of a binary by its key. */
  hashes(key: string): Hashes {
    const known = hashesByKey.get(key);
    if (known !== undefined) return known;
    const made = binaryHashes(binarySpec(key));
    hashesByKey.set(key, made);
    return made;
  }

  host(sensorId: number): Host {
    const known = this.#hosts.get(sensorId);
    if (known !== undefined) return known;
    const sensor = this.fleet.get(sensorId);
    if (sensor === undefined) throw new RangeError(`no sensor ${sensorId}`);
    const { host } = bootHost(sensor, this.#seed, 0);
    this.#hosts.set(sensorId, host);
    return host;
  }

  /** What a trace holds; made anew each time. */
  trace(id: number): Trace {
    const used = this.traces[id - 1];
    if (used === undefined) throw new RangeError(`no trace ${id}`);
    return traceOf(this.#rules, this.host(used.sensor), used.path, used.variant);
  }

  /** Made when first asked for. */
  get events(): EventIndex {
    if (this.#made.events === undefined) {
      const events = new EventIndex();
      for (const { id, sensor } of this.traces) {
        const host = this.host(sensor);
        events.add(id, this.trace(id), (path) => keyOf(host, path));
      }
      this.#made.events = events;
    }
    return this.#made.events;
  }
}

export function traceRules(era: Era, seed: number): TraceRules {
  return { seed, suppresses: era.timedSegments, seesScripts: era.sha256 };
}

function texts(file: DatabaseSync, table: 'name' | 'image' | 'account'): string[] {
  return file
    .prepare(`SELECT text FROM ${table} ORDER BY id`)
    .all()
    .map((row) => String(row['text']));
}
