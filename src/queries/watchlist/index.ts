import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { watchlistApply } from './apply.ts';
import { watchlistCreate } from './create.ts';
import { watchlistDiff } from './diff.ts';
import { watchlistDisable } from './disable.ts';
import { watchlistEnable } from './enable.ts';
import { watchlistExport } from './export.ts';
import { watchlistImport } from './import.ts';
import { watchlistList } from './list.ts';
import { watchlistRemove } from './remove.ts';
import { watchlistRun } from './run.ts';
import { watchlistShow } from './show.ts';

export const watchlistQueries: readonly Spec<QueryContext>[] = [
  watchlistList,
  watchlistShow,
  watchlistCreate,
  watchlistRun,
  watchlistEnable,
  watchlistDisable,
  watchlistRemove,
  watchlistExport,
  watchlistImport,
  watchlistDiff,
  watchlistApply,
];
