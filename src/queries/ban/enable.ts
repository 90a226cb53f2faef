import { enableBan } from '../../ops/ban.ts';
import { query } from '../context.ts';
import { bulkBans } from './bulk-bans.ts';
import { fileOption, hashOperand } from './hashes.ts';

export const banEnable = query({
  name: 'ban enable',
  about: 'ban hashes again whose bans were disabled',
  details:
    'With their texts, or with --text another one. One that never was banned is exit 3: ban add bans it.',
  group: 'bans',
  effect: 'changes',
  undo: 'kept',
  operands: hashOperand,
  options: {
    ...fileOption,
    text: { kind: 'text', value: 'WHY', about: 'why; as it was when not said' },
  },
  search: ['reenable', 'block'],
  examples: [
    { line: 'cbq ban enable 7353F60B1739074EB17C5F4DDDEFE239 --text "case 1190"', shows: 'bans it again' },
  ],
  run: ({ md5, file, text }, context) =>
    bulkBans(
      md5,
      file,
      {
        verb: 'enabled',
        left: (known) => ({ enabled: true, text: text ?? known?.text ?? '' }),
        act: (bans, order) => enableBan(bans, { ...order, text }, context.dryRun),
      },
      context,
    ),
});
