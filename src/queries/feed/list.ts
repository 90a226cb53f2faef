import { arrayConflicts, arrayList, arrayOptions } from '../array-list.ts';
import { query } from '../context.ts';
import { feedColumns, feedObject } from './columns.ts';

export const feedList = query({
  name: 'feed',
  aliases: ['feed list'],
  about: 'list feeds of threat reports',
  details: 'Pictures, passwords and private keys are left out, in JSON too.',
  group: 'feeds and reports',
  effect: 'reads',
  operands: {},
  options: arrayOptions,
  conflicts: arrayConflicts,
  search: ['threat intelligence', 'alliance', 'ioc'],
  examples: [
    { line: 'cbq feed', shows: 'all feeds, and which of them are enabled' },
    {
      line: "cbq feed --sort 'provider_rating desc' --fields name,provider_rating",
      shows: 'the trusted first',
    },
  ],
  fields: () => feedColumns,
  async run(input, context) {
    const feeds = await (await context.cb()).feeds.list({ signal: context.signal });
    return arrayList(feeds, input, { columns: feedColumns, noun: 'feeds', object: feedObject });
  },
});
