import { banWork } from '../../ops/ban-work.ts';
import { keptBans } from '../../undo/kept-bans.ts';
import { targetColumns } from '../../views/ban-columns.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { fileOption, hashOperand, readHashes } from './hashes.ts';

export const banAdd = query({
  name: 'ban add',
  about: 'ban hashes, after a look at where they were seen and who signed them',
  details:
    'Of each line of a file or of stdin the first word counts, up to a blank, comma or semicolon; # begins a comment, and a heading "md5" is passed over. All hashes are checked before anything is sent. ' +
    'What is banned already is left as it is, and a disabled ban is enabled. What is signed by Microsoft, or was seen on more than a tenth of the sensors, is asked about: --yes answers, and the latter needs --force where there is no terminal.',
  group: 'bans',
  effect: 'changes',
  undo: 'kept',
  operands: hashOperand,
  options: {
    ...fileOption,
    text: { kind: 'text', value: 'WHY', about: 'why, for who looks at the list later' },
    force: { kind: 'flag', about: 'without questions, and where nobody can tell where they were seen' },
  },
  search: ['block', 'blacklist', 'banned', 'hash', 'stop'],
  examples: [
    {
      line: 'cbq ban add 7FB55F5A62E78AF9B58D08AAEEAEF848 --text "case 1182"',
      shows: 'says where it was seen, and bans it',
    },
    {
      line: 'cbq ban add --file iocs.txt --text "feed of May"',
      shows: 'thousands; run again it does the rest',
    },
  ],
  async run({ md5: words, file, text = '', force }, context) {
    const md5s = await readHashes(words, file, context);
    const { progress } = context.runtime;
    const work = await banWork(await context.cb(), md5s, text, { ...context, progress, force });
    return bulk({ ...keptBans(work, text, context.keeper), columns: targetColumns }, context);
  },
});
