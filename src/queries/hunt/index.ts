import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { huntRun } from './run.ts';
import { huntTranslate } from './translate.ts';

export const huntQueries: readonly Spec<QueryContext>[] = [huntRun, huntTranslate];
