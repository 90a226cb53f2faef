import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { feedAdd } from './add.ts';
import { feedDisable } from './disable.ts';
import { feedEnable } from './enable.ts';
import { feedList } from './list.ts';
import { feedRemove } from './remove.ts';
import { feedShow } from './show.ts';
import { feedSync } from './sync.ts';

export const feedQueries: readonly Spec<QueryContext>[] = [
  feedList,
  feedShow,
  feedAdd,
  feedEnable,
  feedDisable,
  feedSync,
  feedRemove,
];
