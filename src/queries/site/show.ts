import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { recordOrRows } from '../wire-columns.ts';
import { siteColumns, withGroups } from './columns.ts';
import { siteKind } from './site-kind.ts';

export const siteShow = query({
  name: 'site show',
  about: 'show a site and the sensor groups in it',
  details: 'Several sites are shown as a list.',
  group: 'groups and users',
  effect: 'reads',
  operands: { site: { kind: 'site', many: true, about: 'id or name; - for stdin' } },
  options: {},
  examples: [{ line: 'cbq site show 1', shows: 'the default site' }],
  async run({ site }, context) {
    const { sites } = await context.cb();
    const found = await picked(site, siteKind, () => sites.list({ signal: context.signal }), context);
    const shown = await withGroups(found, context);
    return recordOrRows(shown, siteColumns, { noun: 'sites' });
  },
});
