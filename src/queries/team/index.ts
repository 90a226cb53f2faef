import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { teamAddUser } from './add-user.ts';
import { teamCreate } from './create.ts';
import { teamList } from './list.ts';
import { teamRemove } from './remove.ts';
import { teamRemoveUser } from './remove-user.ts';
import { teamShow } from './show.ts';

export const teamQueries: readonly Spec<QueryContext>[] = [
  teamList,
  teamShow,
  teamCreate,
  teamRemove,
  teamAddUser,
  teamRemoveUser,
];
