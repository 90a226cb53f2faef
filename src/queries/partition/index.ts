import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { partitionBegin } from './begin.ts';
import { partitionList } from './list.ts';
import { partitionMount } from './mount.ts';
import { partitionRemove } from './remove.ts';
import { partitionUnmount } from './unmount.ts';

export const partitionQueries: readonly Spec<QueryContext>[] = [
  partitionList,
  partitionMount,
  partitionUnmount,
  partitionBegin,
  partitionRemove,
];
