import { disableBan } from '../../ops/ban.ts';
import { query } from '../context.ts';
import { bulkBans } from './bulk-bans.ts';
import { fileOption, hashOperand } from './hashes.ts';

export const banDisable = query({
  name: 'ban disable',
  about: 'let banned hashes run again, and keep why they were banned',
  details:
    'The server clears the text of a ban when it is disabled: it is put back, or --text in its place. cbq ban enable bans them again.',
  group: 'bans',
  effect: 'changes',
  undo: 'kept',
  operands: hashOperand,
  options: {
    ...fileOption,
    text: { kind: 'text', value: 'WHY', about: 'why; as it was when not said' },
  },
  search: ['unban', 'allow', 'unblock', 'pause'],
  examples: [
    { line: 'cbq ban disable 0F343B0931126A20F133D67C2B018A3B', shows: 'it runs again; the text stays' },
  ],
  run: ({ md5, file, text }, context) =>
    bulkBans(
      md5,
      file,
      {
        verb: 'disabled',
        left: (known) => ({ enabled: false, text: text ?? known?.text ?? '' }),
        act: (bans, order) => disableBan(bans, { ...order, text }, context.dryRun),
      },
      context,
    ),
});
