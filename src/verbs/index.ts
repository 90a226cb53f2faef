import type { Spec } from '../spec/spec.ts';
import type { VerbContext } from './context.ts';

/** Every verb that talks to a sensor, in the order of help. */
export const verbs: readonly Spec<VerbContext>[] = [];
