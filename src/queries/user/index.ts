import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { userCreate } from './create.ts';
import { userList } from './list.ts';
import { userRemove } from './remove.ts';
import { userSet } from './set.ts';
import { userSetPassword } from './set-password.ts';
import { userShow } from './show.ts';

export const userQueries: readonly Spec<QueryContext>[] = [
  userList,
  userShow,
  userCreate,
  userSet,
  userSetPassword,
  userRemove,
];
