import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { reportIgnore } from './ignore.ts';
import { reportSearch } from './search.ts';
import { reportShow } from './show.ts';
import { reportUnignore } from './unignore.ts';

export const reportQueries: readonly Spec<QueryContext>[] = [
  reportSearch,
  reportShow,
  reportIgnore,
  reportUnignore,
];
