import { knownBans, notBanned } from '../../ops/ban.ts';
import { record, rows } from '../../spec/result.ts';
import { shownMd5 } from '../../text/md5.ts';
import { banColumns, banObject } from '../../views/ban-columns.ts';
import { query } from '../context.ts';
import { fileOption, hashOperand, readHashes } from './hashes.ts';

export const banShow = query({
  name: 'ban show',
  about: 'show whether hashes are banned, by whom and why, and what was stopped',
  details:
    'One that never was banned is exit 3. Several are shown as a list, and those that never were banned are named beside it.',
  group: 'bans',
  effect: 'reads',
  operands: hashOperand,
  options: fileOption,
  search: ['banned', 'blocked', 'audit'],
  examples: [
    { line: 'cbq ban show 0F343B0931126A20F133D67C2B018A3B', shows: 'who banned it, why, and its history' },
    { line: 'cbq ban show --file iocs.txt', shows: 'which of the hashes of a file are banned' },
  ],
  async run({ md5: words, file }, context) {
    const { cb, signal } = context;
    const md5s = await readHashes(words, file, context);
    const known = await knownBans(await cb(), md5s, signal);
    const [md5] = md5s;
    if (md5s.length === 1 && md5 !== undefined) {
      const ban = known.get(md5);
      if (ban === undefined) throw notBanned(md5);
      return record(ban, banColumns);
    }
    const found = md5s.flatMap((each) => known.get(each) ?? []);
    const missing = md5s.filter((each) => known.get(each) === undefined);
    return rows(found, banColumns, {
      noun: 'bans',
      object: banObject,
      notes: () => (missing.length === 0 ? [] : [missingText(missing)]),
    });
  },
});

function missingText(missing: readonly string[]): string {
  const shown = missing.slice(0, 3).map(shownMd5).join(', ');
  const more = missing.length > 3 ? ` and ${(missing.length - 3).toLocaleString('en-US')} more` : '';
  return `not on the ban list: ${shown}${more}`;
}
