import { enableBan, knownBans } from '../../ops/ban.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { md5Columns } from './columns.ts';
import { fileOption, hashOperand, readHashes } from './hashes.ts';

export const banEnable = query({
  name: 'ban enable',
  about: 'ban hashes again whose bans were disabled',
  details:
    'With their texts, or with --text another one. One that never was banned is exit 3: ban add bans it.',
  group: 'bans',
  effect: 'changes',
  operands: hashOperand,
  options: {
    ...fileOption,
    text: { kind: 'text', value: 'WHY', about: 'why; as it was when not said' },
  },
  search: ['reenable', 'block'],
  examples: [
    { line: 'cbq ban enable 7353F60B1739074EB17C5F4DDDEFE239 --text "case 1190"', shows: 'bans it again' },
  ],
  async run({ md5: words, file, text }, context) {
    const md5s = await readHashes(words, file, context);
    const cb = await context.cb();
    const known = await knownBans(cb, md5s, context.signal);
    return bulk(
      {
        items: md5s,
        verb: 'enabled',
        noun: 'bans',
        columns: md5Columns,
        act: (md5, signal) =>
          enableBan(cb.bans, { md5, text, known: known.get(md5), signal }, context.dryRun),
      },
      context,
    );
  },
});
