import type { BanTarget } from '../ops/ban-work.ts';
import type { BulkWork } from '../ops/bulk.ts';
import type { Keeper } from '../ports/keeper.ts';
import { keptOutcome } from './kept-outcome.ts';
import { banState, knownBanState } from './kinds/ban.ts';

/** The work of banning hashes, and what was there of each is kept. */
export function keptBans(work: BulkWork<BanTarget>, text: string, keeper: Keeper): BulkWork<BanTarget> {
  return {
    ...work,
    act(target, signal) {
      const thing = { kind: 'ban', path: target.md5 } as const;
      const left = banState({ enabled: true, text });
      const change = { thing, before: knownBanState(target.known), left };
      return keptOutcome(keeper, change, () => work.act(target, signal));
    },
  };
}
