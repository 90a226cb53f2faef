import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';

export const userQueries: readonly Spec<QueryContext>[] = [];
