import type { History } from '../history/history.ts';
import { keyOf } from '../history/hosts.ts';
import { type BinarySpec, binarySpec } from './binary-spec.ts';

/** One binary of the module store, with where and when it was seen. */
export interface SeenBinary {
  readonly spec: BinarySpec;
  /** Lower-case hex. */
  readonly md5: string;
  readonly sha256: string;
  /** Lower-case paths. */
  readonly paths: ReadonlySet<string>;
  readonly sensors: ReadonlySet<number>;
  /** Unix milliseconds. */
  readonly first: number;
  readonly last: number;
}

interface Sighting {
  readonly paths: Set<string>;
  readonly sensors: Set<number>;
  first: number;
  last: number;
}

/** Every program that ran, was loaded or was written, once per content. */
export class BinaryIndex {
  readonly all: readonly SeenBinary[];
  readonly #byMd5: ReadonlyMap<string, SeenBinary>;

  constructor(history: History) {
    const seen = new Map<string, Sighting>();
    const note = (traces: readonly number[], path: string) => {
      for (const id of traces) {
        const trace = history.traces[id - 1];
        if (trace !== undefined) {
          const key = keyOf(history.host(trace.sensor), path);
          const sighting = seen.get(key) ?? {
            paths: new Set(),
            sensors: new Set(),
            first: trace.first,
            last: 0,
          };
          seen.set(key, sighting);
          sighting.paths.add(path);
          sighting.sensors.add(trace.sensor);
          sighting.first = Math.min(sighting.first, trace.first);
          sighting.last = Math.max(sighting.last, trace.last);
        }
      }
    };
    for (const { id, path } of history.traces) note([id], path);
    for (const [path, traces] of history.events.values('modload')) note(traces, path);
    for (const [path, traces] of history.events.values('filewrite_program')) note(traces, path);
    this.all = Array.from(seen, ([key, sighting]) => ({
      spec: binarySpec(key),
      ...history.hashes(key),
      ...sighting,
    }));
    this.#byMd5 = new Map(this.all.map((binary) => [binary.md5, binary]));
  }

  get(md5: string): SeenBinary | undefined {
    return this.#byMd5.get(md5.toLowerCase());
  }
}
