import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { banAdd } from './add.ts';
import { banDisable } from './disable.ts';
import { banEnable } from './enable.ts';
import { banList } from './list.ts';
import { banRemove } from './remove.ts';
import { banShow } from './show.ts';

export const banQueries: readonly Spec<QueryContext>[] = [
  banList,
  banShow,
  banAdd,
  banEnable,
  banDisable,
  banRemove,
];
