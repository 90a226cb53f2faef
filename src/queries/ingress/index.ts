import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { ingressAdd } from './add.ts';
import { ingressDisable } from './disable.ts';
import { ingressEnable } from './enable.ts';
import { ingressList } from './list.ts';
import { ingressRemove } from './remove.ts';
import { ingressShow } from './show.ts';

export const ingressQueries: readonly Spec<QueryContext>[] = [
  ingressList,
  ingressShow,
  ingressAdd,
  ingressEnable,
  ingressDisable,
  ingressRemove,
];
