import type { Cb } from '../../api/client.ts';
import { pickNamed } from '../../ops/named.ts';
import { toText } from '../../text/number.ts';
import { query } from '../context.ts';
import { createNamed, mustBeNew, newName } from '../create-named.ts';
import { idOfWord } from '../linked-id.ts';
import { siteKind } from '../site/site-kind.ts';

export const groupCreate = query({
  name: 'group create',
  about: 'create a sensor group in a site',
  details:
    'It begins with the policy that the server gives to new groups. The address of the server is that of the default group unless --server says another.',
  group: 'groups and users',
  effect: 'changes',
  undo: { not: 'cbq group remove takes it away' },
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
    const name = newName('group', typed);
    const cb = await context.cb();
    const [groups, siteId] = await Promise.all([
      cb.sensorGroups.list({ signal }),
      site === undefined ? 1 : idOfSite(await idOfWord(site, 'site', context), cb, signal),
    ]);
    mustBeNew('group', name, groups);
    // Servers of 7.x refuse a group that does not say where its sensors find the server.
    const isNew = await cb.serverInfo.isAtLeast(7, 0, { signal });
    const first = groups.find(({ id }) => id === 1) ?? groups[0];
    const backend = server ?? (isNew ? toText(first?.wire['sensorbackend_server']) : undefined);
    const group = {
      name,
      site_id: siteId,
      ...(backend === undefined || backend === '' ? {} : { sensorbackend_server: backend }),
    };
    const create = (signal: AbortSignal) => cb.sensorGroups.create(group, { signal });
    return createNamed(
      'group',
      name,
      { create, list: (signal) => cb.sensorGroups.list({ signal }) },
      context,
    );
  },
});

async function idOfSite(wanted: string, { sites }: Cb, signal: AbortSignal): Promise<number> {
  return pickNamed(await sites.list({ signal }), wanted, siteKind).id;
}
