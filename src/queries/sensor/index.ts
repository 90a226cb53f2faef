import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { sensorList } from './list.ts';
import { sensorShow } from './show.ts';

export const sensorQueries: readonly Spec<QueryContext>[] = [sensorList, sensorShow];
