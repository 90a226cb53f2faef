import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { queryList } from './list.ts';
import { queryRemove } from './rm.ts';
import { queryRun } from './run.ts';
import { querySave } from './save.ts';
import { queryShow } from './show.ts';

export const savedQueries: readonly Spec<QueryContext>[] = [
  queryList,
  queryShow,
  querySave,
  queryRun,
  queryRemove,
];
