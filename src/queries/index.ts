import type { Spec } from '../spec/spec.ts';
import type { QueryContext } from './context.ts';
import { info } from './info.ts';
import { partitionList } from './partition/list.ts';
import { processSearch } from './process/search.ts';
import { sensorList } from './sensor/list.ts';
import { sensorShow } from './sensor/show.ts';

export const queries: readonly Spec<QueryContext>[] = [
  processSearch,
  sensorList,
  sensorShow,
  info,
  partitionList,
];
