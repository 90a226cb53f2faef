import type { Spec } from '../spec/spec.ts';
import { alertQueries } from './alert/index.ts';
import { api } from './api.ts';
import { banQueries } from './ban/index.ts';
import { binaryDownload } from './binary/download.ts';
import { binaryHexdump } from './binary/hexdump.ts';
import { binarySearch } from './binary/search.ts';
import { binaryShow } from './binary/show.ts';
import type { QueryContext } from './context.ts';
import { feedQueries } from './feed/index.ts';
import { groupQueries } from './group/index.ts';
import { historyQueries } from './history/index.ts';
import { huntQueries } from './hunt/index.ts';
import { infoQuery } from './info.ts';
import { ingressQueries } from './ingress/index.ts';
import { investigationQueries } from './investigation/index.ts';
import { ioc } from './ioc/search.ts';
import { license } from './license.ts';
import { open } from './open.ts';
import { partitionQueries } from './partition/index.ts';
import { processEvents } from './process/events.ts';
import { processParents } from './process/parents.ts';
import { processSearch } from './process/search.ts';
import { processSegments } from './process/segments.ts';
import { processShow } from './process/show.ts';
import { processTree } from './process/tree.ts';
import { savedQueries } from './query/index.ts';
import { reportQueries } from './report/index.ts';
import { cbqSchema } from './schema.ts';
import { sensorQueries } from './sensor/index.ts';
import { siteQueries } from './site/index.ts';
import { teamQueries } from './team/index.ts';
import { timeline } from './timeline.ts';
import { userQueries } from './user/index.ts';
import { watchlistQueries } from './watchlist/index.ts';

export const queries: readonly Spec<QueryContext>[] = [
  processSearch,
  processShow,
  processParents,
  processTree,
  processEvents,
  processSegments,
  timeline,
  ...historyQueries,
  ioc,
  ...huntQueries,
  ...savedQueries,
  binarySearch,
  binaryShow,
  binaryDownload,
  binaryHexdump,
  ...sensorQueries,
  ...banQueries,
  ...watchlistQueries,
  ...feedQueries,
  ...reportQueries,
  ...alertQueries,
  ...groupQueries,
  ...siteQueries,
  ...userQueries,
  ...teamQueries,
  infoQuery,
  license,
  ...partitionQueries,
  ...ingressQueries,
  ...investigationQueries,
  open,
  api,
  cbqSchema,
];
