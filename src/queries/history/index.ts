import type { Spec } from '../../spec/spec.ts';
import type { QueryContext } from '../context.ts';
import { historyAutoruns } from './autoruns.ts';
import { historyLogons } from './logons.ts';
import { historyNetconn } from './netconn.ts';
import { historyUsb } from './usb.ts';

export const historyQueries: readonly Spec<QueryContext>[] = [
  historyLogons,
  historyNetconn,
  historyAutoruns,
  historyUsb,
];
