import { query } from '../context.ts';
import { removeNamed } from '../remove-named.ts';
import { siteKind } from './site-kind.ts';

export const siteRemove = query({
  name: 'site remove',
  about: 'remove sites that have no sensor groups',
  details: 'The server refuses it for the default site, and for one that still has groups.',
  group: 'groups and users',
  effect: 'destroys',
  undo: { not: 'made anew it would be another one' },
  question: 'own',
  operands: { site: { kind: 'site', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'cbq site remove 2 --dry-run', shows: 'what would be sent' }],
  async run({ site }, context) {
    const { sites } = await context.cb();
    return await removeNamed(
      site,
      siteKind,
      {
        list: (signal) => sites.list({ signal }),
        remove: (id, signal) => sites.remove(id, { signal }),
        hint: ({ id }) => `cbq site show ${id} lists the groups that are in it`,
      },
      context,
    );
  },
});
