import { removeBan } from '../../ops/ban.ts';
import { shownMd5 } from '../../text/md5.ts';
import { query } from '../context.ts';
import { bulkBans } from './bulk-bans.ts';
import { fileOption, hashOperand } from './hashes.ts';

export const banRemove = query({
  name: 'ban remove',
  about: 'let banned hashes run again, and forget why they were banned',
  details:
    'The server takes no record off its list: it disables the ban and clears its text, which only its history still shows. Use ban disable to keep the text.',
  group: 'bans',
  effect: 'destroys',
  undo: 'kept',
  question: 'own',
  operands: hashOperand,
  options: fileOption,
  search: ['unban', 'delete', 'unblock', 'allow', 'rm'],
  examples: [
    { line: 'cbq ban remove 0F343B0931126A20F133D67C2B018A3B', shows: 'asks, and lets it run again' },
    { line: 'cbq ban remove --file wrong.txt --yes', shows: 'those of a file, without a question' },
  ],
  async run({ md5, file }, context) {
    const ask = async (banned: readonly string[]): Promise<void> => {
      const [first] = banned;
      if (first === undefined || context.dryRun) return;
      const what = banned.length === 1 ? shownMd5(first) : `${banned.length.toLocaleString('en-US')} hashes`;
      const they = banned.length === 1 ? 'it was' : 'they were';
      await context.ask.confirm(`let ${what} run again, and forget why ${they} banned?`);
    };
    return await bulkBans(
      md5,
      file,
      { verb: 'removed', left: () => undefined, ask, act: removeBan },
      context,
    );
  },
});
