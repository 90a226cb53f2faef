import { type BinaryContext, fieldFilter } from '../binaries/binary-fields.ts';
import type { BinaryIndex, SeenBinary } from '../binaries/binary-index.ts';
import { binarySpec } from '../binaries/binary-spec.ts';
import type { Sensor } from '../fleet/sensor.ts';
import type { History } from '../history/history.ts';
import type { Value } from '../query/syntax.ts';
import { among, type Condition } from './condition.ts';

/** What the terms of a process query are compiled against. */
export interface SearchContext extends BinaryContext {
  readonly history: History;
  /** Made when first asked for. */
  readonly binaries: () => BinaryIndex;
}

/** Documents of the sensors that are meant. */
export function onSensors({ fleet }: SearchContext, matches: (sensor: Sensor) => boolean): Condition {
  const ids: number[] = [];
  let isAll = true;
  for (const sensor of fleet.all()) {
    if (matches(sensor)) ids.push(sensor.id);
    else isAll = false;
  }
  return isAll ? { sql: '1', params: [] } : among('sensor', ids);
}

/** Keys of the binaries with a field like that, by the joined index. */
export function binaryKeys(context: SearchContext, field: string, value: Value): Set<string> {
  const isIn = fieldFilter(field, value, context);
  return new Set(
    context
      .binaries()
      .all.filter(isIn)
      .map(({ spec }) => spec.key),
  );
}

/** Ids of the images whose binary has a field like that; most fields need no look into the joined index. */
export function imagesLike(context: SearchContext, field: string, value: Value): number[] {
  const { images } = context.history;
  if (field === 'observed_filename') {
    const keys = binaryKeys(context, field, value);
    return images.filter(({ binary }) => keys.has(binary)).map(({ id }) => id);
  }
  const isIn = fieldFilter(field, value, context);
  return images.filter(({ path, binary }) => path !== '' && isIn(unseen(binary))).map(({ id }) => id);
}

/** A binary by what its content says alone. */
function unseen(key: string): SeenBinary {
  return { spec: binarySpec(key), md5: '', sha256: '', paths: nowhere, sensors: nobody, first: 0, last: 0 };
}

const nowhere: ReadonlySet<string> = new Set();
const nobody: ReadonlySet<number> = new Set();

/** The first documents of processes whose parent is the document: what a childproc event tells. */
export function childIs(child: Condition): Condition {
  return {
    sql: `id IN (SELECT parent FROM document WHERE id = process AND (${child.sql}))`,
    params: child.params,
  };
}
