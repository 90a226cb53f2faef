import { CbError } from '../../errors/cb-error.ts';
import { toNumber } from '../../text/number.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { createListed } from '../create-listed.ts';

interface Making {
  readonly name: string;
  /** Known once it is made. */
  id?: string | undefined;
}

export const siteCreate = query({
  name: 'site create',
  about: 'create a site',
  group: 'groups and users',
  effect: 'changes',
  operands: { name: { kind: 'text', about: 'of the new site' } },
  options: {},
  search: ['new', 'add'],
  examples: [{ line: "cbq site create 'Harbour'", shows: 'a site to put groups in' }],
  async run({ name: typed }, context) {
    const { sites } = await context.cb();
    const name = typed.trim();
    if (name === '') throw new CbError('Usage', 'a site needs a name');
    const all = await sites.list({ signal: context.signal });
    const taken = all.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (taken !== undefined) {
      throw new CbError('CommandFailed', `there is a site "${taken.name}" already: ${taken.id}`, {
        hint: 'choose another name',
      });
    }
    const making: Making = { name };
    return bulk(
      {
        items: [making],
        noun: 'sites',
        verb: 'created',
        columns: [
          { field: 'id', head: 'id', of: ({ id }) => toNumber(id) ?? id, align: 'right' },
          { field: 'name', head: 'name', of: (site) => site.name, style: () => 'name' },
        ],
        async act(item, signal) {
          const made = async () => (await sites.list({ signal })).find((each) => each.name === name);
          item.id = await createListed(() => sites.create({ name }, { signal }), made, context.dryRun);
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});
