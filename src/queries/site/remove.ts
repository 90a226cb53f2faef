import { proven } from '../../ops/proven.ts';
import { shortName } from '../../text/short-name.ts';
import { query } from '../context.ts';
import { bulkNamed, objectsOf, pickedEach } from '../picked.ts';
import { refusedRemoval } from '../refused-removal.ts';
import { siteKind } from './site-kind.ts';

export const siteRemove = query({
  name: 'site remove',
  about: 'remove sites that have no sensor groups',
  details: 'The server refuses it for the default site, and for one that still has groups.',
  group: 'groups and users',
  effect: 'destroys',
  question: 'own',
  operands: { site: { kind: 'site', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'cbq site remove 2 --dry-run', shows: 'what would be sent' }],
  async run({ site }, context) {
    const { sites } = await context.cb();
    const targets = await pickedEach(site, siteKind, () => sites.list({ signal: context.signal }), context);
    const found = objectsOf(targets);
    if (found.length > 0) {
      await context.ask.confirm(
        `remove ${found.map(({ id, name }) => `site "${shortName(name)}" (${id})`).join(', ')}?`,
      );
    }
    return bulkNamed(
      targets,
      {
        noun: 'sites',
        verb: 'removed',
        columns: [
          { field: 'id', head: 'id', of: ({ id }) => id, align: 'right' },
          { field: 'name', head: 'name', of: ({ name }) => name, style: () => 'name' },
        ],
        async act({ id, name }, signal) {
          const hint = `cbq site show ${id} lists the groups that are in it`;
          const isGone = async () => !(await sites.list({ signal })).some((each) => each.id === id);
          await proven(() => sites.remove(id, { signal }), isGone).catch(
            refusedRemoval(`site "${name}"`, hint),
          );
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});
