import { disableBan, knownBans } from '../../ops/ban.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { md5Columns } from './columns.ts';
import { fileOption, hashOperand, readHashes } from './hashes.ts';

export const banDisable = query({
  name: 'ban disable',
  about: 'let banned hashes run again, and keep why they were banned',
  details:
    'The server clears the text of a ban when it is disabled: it is put back, or --text in its place. cbq ban enable bans them again.',
  group: 'bans',
  effect: 'changes',
  operands: hashOperand,
  options: {
    ...fileOption,
    text: { kind: 'text', value: 'WHY', about: 'why; as it was when not said' },
  },
  search: ['unban', 'allow', 'unblock', 'pause'],
  examples: [
    { line: 'cbq ban disable 0F343B0931126A20F133D67C2B018A3B', shows: 'it runs again; the text stays' },
  ],
  async run({ md5: words, file, text }, context) {
    const { dryRun, signal } = context;
    const md5s = await readHashes(words, file, context);
    const cb = await context.cb();
    const known = await knownBans(cb, md5s, signal);
    return bulk(
      {
        items: md5s,
        verb: 'disabled',
        noun: 'bans',
        columns: md5Columns,
        act: (md5, signal) => disableBan(cb.bans, { md5, text, known: known.get(md5), signal }, dryRun),
      },
      context,
    );
  },
});
