import type { Bans } from '../../api/resources/bans.ts';
import type { Ban } from '../../api/wire/ban.ts';
import { type BanOrder, type BanOutcome, knownBans } from '../../ops/ban.ts';
import type { Column, Result } from '../../spec/result.ts';
import { keptOutcome } from '../../undo/kept-outcome.ts';
import { banState, knownBanState } from '../../undo/kinds/ban.ts';
import { bulk } from '../../views/bulk-rows.ts';
import type { QueryContext } from '../context.ts';
import { readHashes } from './hashes.ts';

interface BansWork {
  /** Past participle: `removed`. */
  readonly verb: string;
  /** Sees the hashes that were ever banned before anything is done. */
  ask?(banned: readonly string[]): Promise<void>;
  /** What there is behind it; undefined for none. */
  left(known: Ban | undefined): { readonly enabled: boolean; readonly text: string } | undefined;
  act(bans: Bans, order: Omit<BanOrder, 'text'>): Promise<BanOutcome>;
}

const columns: readonly Column<string>[] = [
  { field: 'md5hash', head: 'md5', of: (md5) => md5, as: 'md5', firm: true },
];

/** Does the same to the bans of all hashes that were typed or stand in a file. */
export async function bulkBans(
  words: readonly string[],
  file: string | undefined,
  { verb, left, ask, act }: BansWork,
  context: QueryContext,
): Promise<Result> {
  const md5s = await readHashes(words, file, context);
  const cb = await context.cb();
  const known = await knownBans(cb, md5s, context.signal);
  await ask?.(md5s.filter((md5) => known.get(md5) !== undefined));
  return bulk(
    {
      items: md5s,
      verb,
      noun: 'bans',
      columns,
      act: (md5, signal) => {
        const ban = known.get(md5);
        const thing = { kind: 'ban', path: md5 } as const;
        const change = { thing, before: knownBanState(ban), left: banState(left(ban)) };
        return keptOutcome(context.keeper, change, () => act(cb.bans, { md5, known: ban, signal }));
      },
    },
    context,
  );
}
