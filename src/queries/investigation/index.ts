import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { investigationList } from './list.ts';
import { investigationShow } from './show.ts';

export const investigationQueries: readonly Spec<QueryContext>[] = [investigationList, investigationShow];
