import { isRecord } from '../json.ts';
import { seededRandom } from '../random.ts';
import type { Section } from '../store.ts';

/** A part of the events on disk (contract/server-admin.md). Exactly one is hot: the one that is written, named `writer`. */
export interface Partition {
  readonly name: string;
  readonly status: 'hot' | 'warm' | 'cold';
  /** Shown while it is not cold. */
  readonly info: Readonly<Record<string, unknown>>;
}

export type Partitions = Map<string, Partition>;

const dayMs = 86_400_000;
/** How long one partition is written before the next begins. */
const partitionDays = 3;

export function partitionSection(seed: number, nowMs: number): Section<Partitions> {
  return {
    name: 'partitions',
    read: (kept) => {
      const partitions = Array.isArray(kept) ? kept.filter(isPartition) : makePartitions(seed, nowMs);
      const isWhole = partitions.some(({ status }) => status === 'hot');
      const good = isWhole ? partitions : makePartitions(seed, nowMs);
      return new Map(good.map((partition) => [partition.name, partition]));
    },
    write: (partitions) => [...partitions.values()],
  };
}

/** A new partition is begun; the one that was written until now gets a name of its own. */
export function beginPartition(partitions: Partitions, nowMs: number): void {
  const writer = partitions.get('writer');
  if (writer === undefined) return;
  const startDate = String(writer.info['startDate']);
  const base = `cbevents_${stamp(new Date(startDate))}`;
  const name = partitions.has(base) ? `${base}_${partitions.size}` : base;
  const rest = [...partitions.values()].filter((partition) => partition !== writer);
  partitions.clear();
  partitions.set('writer', {
    name: 'writer',
    status: 'hot',
    info: {
      ...info('writer', nowMs, null, 0),
      deletedDocs: 0,
      maxDoc: 0,
    },
  });
  partitions.set(name, {
    name,
    status: 'warm',
    info: { ...writer.info, endDate: new Date(nowMs).toISOString(), dir: folderOf(name) },
  });
  for (const partition of rest) partitions.set(partition.name, partition);
}

function makePartitions(seed: number, nowMs: number): Partition[] {
  const random = seededRandom(seed, 'partitions');
  const hotStart = nowMs - dayMs * random.next() * partitionDays;
  return Array.from({ length: 10 }, (_, age): Partition => {
    const start = hotStart - age * partitionDays * dayMs;
    const end = age === 0 ? null : start + partitionDays * dayMs;
    const docs = random.int(200_000, 900_000);
    const name = age === 0 ? 'writer' : `cbevents_${stamp(new Date(start))}`;
    return {
      name,
      status: age === 0 ? 'hot' : age < 8 ? 'warm' : 'cold',
      info: {
        ...info(name, start, end, docs),
        sizeInBytes: docs * random.int(900, 1300),
        segmentCount: random.int(8, 24),
      },
    };
  });
}

function info(name: string, startMs: number, endMs: number | null, docs: number): Record<string, unknown> {
  return {
    startDate: new Date(startMs).toISOString(),
    endDate: endMs === null ? null : new Date(endMs).toISOString(),
    sizeInBytes: 0,
    numDocs: docs,
    maxDoc: docs + 1200,
    deletedDocs: 1200,
    segmentCount: 0,
    partitionId: String(Math.floor(startMs)),
    isLegacy: false,
    userMounted: false,
    dir: folderOf(name),
    schema: 'cbevents',
  };
}

function folderOf(name: string): string {
  return `/var/cb/data/solr/cbevents/${name}`;
}

/** `2018_01_06_2029`. */
function stamp(date: Date): string {
  const iso = date.toISOString();
  return `${iso.slice(0, 10).replaceAll('-', '_')}_${iso.slice(11, 16).replace(':', '')}`;
}

function isPartition(value: unknown): value is Partition {
  return (
    isRecord(value) &&
    typeof value['name'] === 'string' &&
    ['hot', 'warm', 'cold'].includes(String(value['status'])) &&
    isRecord(value['info']) &&
    !Number.isNaN(Date.parse(String(value['info']['startDate'])))
  );
}
