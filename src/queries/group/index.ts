import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { groupCreate } from './create.ts';
import { groupList } from './list.ts';
import { groupRemove } from './remove.ts';
import { groupShow } from './show.ts';

export const groupQueries: readonly Spec<QueryContext>[] = [groupList, groupShow, groupCreate, groupRemove];
