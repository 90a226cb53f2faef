import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';

export const investigationQueries: readonly Spec<QueryContext>[] = [];
