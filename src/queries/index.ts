import type { Spec } from '../spec/spec.ts';
import { binaryDownload } from './binary/download.ts';
import { binaryHexdump } from './binary/hexdump.ts';
import { binarySearch } from './binary/search.ts';
import { binaryShow } from './binary/show.ts';
import type { QueryContext } from './context.ts';
import { info } from './info.ts';
import { partitionList } from './partition/list.ts';
import { processEvents } from './process/events.ts';
import { processParents } from './process/parents.ts';
import { processSearch } from './process/search.ts';
import { processSegments } from './process/segments.ts';
import { processShow } from './process/show.ts';
import { processTree } from './process/tree.ts';
import { sensorList } from './sensor/list.ts';
import { sensorShow } from './sensor/show.ts';

export const queries: readonly Spec<QueryContext>[] = [
  processSearch,
  processShow,
  processParents,
  processTree,
  processEvents,
  processSegments,
  binarySearch,
  binaryShow,
  binaryDownload,
  binaryHexdump,
  sensorList,
  sensorShow,
  info,
  partitionList,
];
