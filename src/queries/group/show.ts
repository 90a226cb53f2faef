import { query } from '../context.ts';
import { picked } from '../picked.ts';
import { recordOrRows } from '../wire-columns.ts';
import { groupColumns } from './columns.ts';
import { groupKind } from './group-kind.ts';
import { withSiteNames } from './named-sites.ts';

export const groupShow = query({
  name: 'group show',
  about: 'show a sensor group: its policy, exclusions, and who has access',
  details: 'Several groups are shown as a list.',
  group: 'groups and users',
  effect: 'reads',
  operands: { group: { kind: 'group', many: true, about: 'id or name; - for stdin' } },
  options: {},
  search: ['isolation exclusions', 'collect'],
  examples: [
    {
      line: "cbq group show 'Default Group'",
      shows: 'what its sensors collect, and where they stay reachable',
    },
    { line: 'cbq group show 1 --json', shows: 'for a script' },
  ],
  async run({ group }, context) {
    const { sensorGroups } = await context.cb();
    const found = await picked(
      group,
      groupKind,
      () => sensorGroups.list({ signal: context.signal }),
      context,
    );
    const shown = await withSiteNames(found, context);
    return recordOrRows(shown, groupColumns, { noun: 'groups' });
  },
});
