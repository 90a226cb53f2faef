import type { Keeper } from '../../src/ports/keeper.ts';

/** As with --no-undo: nothing is looked at before, and nothing kept. */
export const noKeeper: Keeper = {
  isKeeping: async () => false,
  tooMuch: async () => undefined,
  change: (_changes, act) => act(),
};
