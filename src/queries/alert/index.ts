import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { alertAssign } from './assign.ts';
import { alertIgnore } from './ignore.ts';
import { alertSearch } from './search.ts';
import { alertSetStatus } from './set-status.ts';
import { alertShow } from './show.ts';
import { alertTriage } from './triage.ts';

export const alertQueries: readonly Spec<QueryContext>[] = [
  alertSearch,
  alertShow,
  alertTriage,
  alertSetStatus,
  alertAssign,
  alertIgnore,
];
