import type { TimedIsolations } from '../../src/ports/timed-isolations.ts';

/** None is kept: for what is not about them. */
export const noIsolations: TimedIsolations = {
  all: async () => [],
  get: async () => undefined,
  set: async () => undefined,
  forget: async () => undefined,
  elsewhere: async () => 0,
  unread: async () => [],
};
