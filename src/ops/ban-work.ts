import type { Cb } from '../api/client.ts';
import type { Ban } from '../api/wire/ban.ts';
import { banHash, knownBans } from './ban.ts';
import { type BanGuard, guardBans } from './ban-guard.ts';
import type { BulkWork } from './bulk.ts';
import type { SeenBinary } from './where-seen.ts';

/** A hash that is to be banned, and what is known of it; nothing of one that is banned already. */
export interface BanTarget {
  readonly md5: string;
  readonly seen: SeenBinary | undefined;
  readonly known: Ban | undefined;
}

/** The work of banning hashes (lower case), after a look at where they were seen. Throws as `guardBans`. */
export async function banWork(
  cb: Cb,
  md5s: readonly string[],
  text: string,
  guard: BanGuard,
): Promise<BulkWork<BanTarget>> {
  const known = await knownBans(cb, md5s, guard.signal);
  const missing = md5s.filter((md5) => known.get(md5)?.isEnabled !== true);
  const seen = await guardBans(cb, missing, guard);
  return {
    items: md5s.map((md5) => ({ md5, seen: seen.get(md5), known: known.get(md5) })),
    verb: 'banned',
    noun: 'hashes',
    act: ({ md5, known: ban }, signal) => banHash(cb.bans, { md5, text, known: ban, signal }, guard.dryRun),
  };
}
