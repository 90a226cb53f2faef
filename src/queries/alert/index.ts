import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';

export const alertQueries: readonly Spec<QueryContext>[] = [];
