import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { groupCreate } from './create.ts';
import { groupInstaller } from './installer.ts';
import { groupList } from './list.ts';
import { groupRemove } from './remove.ts';
import { groupSet } from './set.ts';
import { groupShow } from './show.ts';

export const groupQueries: readonly Spec<QueryContext>[] = [
  groupList,
  groupShow,
  groupCreate,
  groupSet,
  groupInstaller,
  groupRemove,
];
