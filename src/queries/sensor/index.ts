import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { sensorDue } from './due.ts';
import { sensorExport } from './export.ts';
import { sensorFlush } from './flush.ts';
import { sensorIsolate } from './isolate.ts';
import { sensorList } from './list.ts';
import { sensorMove } from './move.ts';
import { sensorRestart } from './restart.ts';
import { sensorShow } from './show.ts';
import { sensorUninstall } from './uninstall.ts';
import { sensorUnisolate } from './unisolate.ts';

export const sensorQueries: readonly Spec<QueryContext>[] = [
  sensorList,
  sensorShow,
  sensorIsolate,
  sensorUnisolate,
  sensorDue,
  sensorMove,
  sensorRestart,
  sensorFlush,
  sensorUninstall,
  sensorExport,
];
