import type { Spec } from '../../spec/spec.ts';
import type { ShellContext } from '../shell-context.ts';
import { time } from './time.ts';
import { watch } from './watch.ts';

/** Those that run a verb. */
export const runners: readonly Spec<ShellContext>[] = [time, watch];
