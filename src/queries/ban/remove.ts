import { knownBans, removeBan } from '../../ops/ban.ts';
import { shownMd5 } from '../../text/md5.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { md5Columns } from './columns.ts';
import { fileOption, hashOperand, readHashes } from './hashes.ts';

export const banRemove = query({
  name: 'ban remove',
  about: 'let banned hashes run again, and forget why they were banned',
  details:
    'The server takes no record off its list: it disables the ban and clears its text, which only its history still shows. Use ban disable to keep the text.',
  group: 'bans',
  effect: 'destroys',
  question: 'own',
  operands: hashOperand,
  options: fileOption,
  search: ['unban', 'delete', 'unblock', 'allow', 'rm'],
  examples: [
    { line: 'cbq ban remove 0F343B0931126A20F133D67C2B018A3B', shows: 'asks, and lets it run again' },
    { line: 'cbq ban remove --file wrong.txt --yes', shows: 'those of a file, without a question' },
  ],
  async run({ md5: words, file }, context) {
    const { ask, dryRun, signal } = context;
    const md5s = await readHashes(words, file, context);
    const cb = await context.cb();
    const known = await knownBans(cb, md5s, signal);
    const banned = md5s.filter((md5) => known.get(md5) !== undefined);
    const [first] = banned;
    if (first !== undefined && !dryRun) {
      const what = banned.length === 1 ? shownMd5(first) : `${banned.length.toLocaleString('en-US')} hashes`;
      await ask.confirm(
        `let ${what} run again, and forget why ${banned.length === 1 ? 'it was' : 'they were'} banned?`,
      );
    }
    return bulk(
      {
        items: md5s,
        verb: 'removed',
        noun: 'bans',
        columns: md5Columns,
        act: (md5, signal) => removeBan(cb.bans, { md5, known: known.get(md5), signal }),
      },
      context,
    );
  },
});
