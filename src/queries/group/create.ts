import type { Cb } from '../../api/client.ts';
import { CbError } from '../../errors/cb-error.ts';
import { pickNamed } from '../../ops/named.ts';
import { toNumber, toText } from '../../text/number.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { createListed } from '../create-listed.ts';
import { idOfWord } from '../linked-id.ts';
import { siteKind } from '../site/site-kind.ts';

interface Making {
  readonly name: string;
  /** Known once it is made. */
  id?: string | undefined;
}

export const groupCreate = query({
  name: 'group create',
  about: 'create a sensor group in a site',
  details:
    'It begins with the policy that the server gives to new groups. The address of the server is that of the default group unless --server says another.',
  group: 'groups and users',
  effect: 'changes',
  operands: { name: { kind: 'text', about: 'of the new group' } },
  options: {
    site: { kind: 'site', value: 'SITE', about: 'id or name of its site; the default site when not said' },
    server: { kind: 'text', value: 'URL', about: 'where its sensors find the server' },
  },
  search: ['new', 'add'],
  examples: [
    { line: "cbq group create 'Kiosks' --site 1", shows: 'a group in the default site' },
    { line: "cbq group create 'Lobby' --dry-run", shows: 'what would be sent' },
  ],
  async run({ name: typed, site, server }, context) {
    const { signal } = context;
    const name = typed.trim();
    if (name === '') throw new CbError('Usage', 'a group needs a name');
    const cb = await context.cb();
    const [groups, siteId] = await Promise.all([
      cb.sensorGroups.list({ signal }),
      site === undefined ? 1 : idOfSite(await idOfWord(site, 'site', context), cb, signal),
    ]);
    const taken = groups.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (taken !== undefined) {
      throw new CbError('CommandFailed', `there is a group "${taken.name}" already: ${taken.id}`, {
        hint: 'choose another name',
      });
    }
    // Servers of 7.x refuse a group that does not say where its sensors find the server.
    const isNew = await cb.serverInfo.isAtLeast(7, 0, { signal });
    const first = groups.find(({ id }) => id === 1) ?? groups[0];
    const backend = server ?? (isNew ? toText(first?.wire['sensorbackend_server']) : undefined);
    const making: Making = { name };
    return bulk(
      {
        items: [making],
        noun: 'groups',
        verb: 'created',
        columns: [
          { field: 'id', head: 'id', of: ({ id }) => toNumber(id) ?? id, align: 'right' },
          { field: 'name', head: 'name', of: (group) => group.name, style: () => 'name' },
        ],
        async act(item, signal) {
          const group = {
            name,
            site_id: siteId,
            ...(backend === undefined || backend === '' ? {} : { sensorbackend_server: backend }),
          };
          const made = async () =>
            (await cb.sensorGroups.list({ signal })).find((each) => each.name === name);
          const create = () => cb.sensorGroups.create(group, { signal });
          item.id = await createListed(create, made, context.dryRun);
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});

async function idOfSite(wanted: string, { sites }: Cb, signal: AbortSignal): Promise<number> {
  return pickNamed(await sites.list({ signal }), wanted, siteKind).id;
}
