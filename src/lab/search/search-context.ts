import { type BinaryContext, fieldFilter } from '../binaries/binary-fields.ts';
import type { BinaryIndex } from '../binaries/binary-index.ts';
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
    if (matches(sensor)) {
      ids.push(sensor.id);
    } else {
      isAll = false;
    }
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

/** Ids of the images whose content is one of these. */
export function imagesOf({ history }: SearchContext, keys: ReadonlySet<string>): number[] {
  return history.images.filter(({ binary }) => keys.has(binary)).map(({ id }) => id);
}

/** The first documents of processes whose parent is the document: what a childproc event tells. */
export function childIs(child: Condition): Condition {
  return {
    sql: `id IN (SELECT parent FROM document WHERE id = process AND (${child.sql}))`,
    params: child.params,
  };
}
