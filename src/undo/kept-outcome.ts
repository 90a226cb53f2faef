import type { Keeper, ThingChange } from '../ports/keeper.ts';

/** Around the work on one object of many: where it was so already, nothing was changed. */
export function keptOutcome<T extends { readonly outcome: unknown }>(
  keeper: Keeper,
  change: ThingChange,
  act: () => Promise<T>,
): Promise<T> {
  return keeper.change([change], act, ({ outcome }) => (outcome === 'same' ? 'untouched' : []));
}
