import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';

export const feedQueries: readonly Spec<QueryContext>[] = [];
