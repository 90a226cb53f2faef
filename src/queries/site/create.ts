import { query } from '../context.ts';
import { createNamed, mustBeNew, newName } from '../create-named.ts';

export const siteCreate = query({
  name: 'site create',
  about: 'create a site',
  group: 'groups and users',
  effect: 'changes',
  undo: { not: 'cbq site remove takes it away' },
  operands: { name: { kind: 'text', about: 'of the new site' } },
  options: {},
  search: ['new', 'add'],
  examples: [{ line: "cbq site create 'Harbour'", shows: 'a site to put groups in' }],
  async run({ name: typed }, context) {
    const { sites } = await context.cb();
    const name = newName('site', typed);
    mustBeNew('site', name, await sites.list({ signal: context.signal }));
    const create = (signal: AbortSignal) => sites.create({ name }, { signal });
    return createNamed('site', name, { create, list: (signal) => sites.list({ signal }) }, context);
  },
});
