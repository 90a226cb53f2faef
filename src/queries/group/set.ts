import type { WireObject } from '../../api/wire/read.ts';
import type { SensorGroup } from '../../api/wire/sensor-group.ts';
import { CbError } from '../../errors/cb-error.ts';
import { lookBehind } from '../../ops/look-behind.ts';
import { proven } from '../../ops/proven.ts';
import { mustBeUnchanged } from '../../ops/unchanged.ts';
import { nearest } from '../../text/nearest.ts';
import { toBoolean, toNumber } from '../../text/number.ts';
import { groupSettings, groupThingOf } from '../../undo/kinds/group-settings.ts';
import { query } from '../context.ts';
import { mustBeNew, newName } from '../create-named.ts';
import { idAndName } from '../id-and-name.ts';
import { bulkNamed, pickedEach } from '../picked.ts';
import { groupColumns } from './columns.ts';
import { groupKind } from './group-kind.ts';

/** What the server counts or gives: nobody sets it. */
const givenFields: readonly string[] = ['id', 'number_of_hosts'];

type Settings = Readonly<Record<string, unknown>>;

export const groupSet = query({
  name: 'group set',
  aliases: ['group edit'],
  about: 'change the name, the site or the policy of a sensor group',
  details:
    'FIELD is one that cbq group show GROUP --json has; VALUE is read by what stands there now: true or false, a number, a text as it is, a list as JSON. The whole group goes back to the server with these changed; its sensors take them at their next check-in.',
  group: 'groups and users',
  effect: 'changes',
  undo: 'kept',
  operands: {
    group: { kind: 'group', about: 'id or name' },
    change: { kind: 'text', many: true, about: 'FIELD=VALUE' },
  },
  options: {},
  search: ['edit', 'rename', 'policy', 'collect', 'tamper', 'banning', 'exclusions'],
  examples: [
    { line: 'cbq group set Laptops collect_netconns=false tamper_level=1', shows: 'what came of it' },
    { line: "cbq group set 4 name='Laptops, abroad' --dry-run", shows: 'what would be sent' },
  ],
  complete: {
    change: () =>
      groupColumns
        .map(({ field }) => field)
        .filter((field) => !givenFields.includes(field) && field !== 'site_name')
        .map((field) => `${field}=`),
  },
  async run({ group: typed, change: words }, context) {
    const { sensorGroups } = await context.cb();
    const texts = words.map(pairOf);
    const list = () => sensorGroups.list({ signal: context.signal });
    const all = await list();
    const targets = await pickedEach([typed], groupKind, async () => all, context);
    return bulkNamed(
      targets,
      {
        noun: 'groups',
        verb: 'changed',
        columns: idAndName,
        async act(group: SensorGroup, signal) {
          const now = await sensorGroups.get(group.id, { signal });
          mustBeUnchanged(`group "${group.name}"`, group.wire, now.wire, Object.keys(settingsOf(group.wire)));
          const change = Object.fromEntries(
            texts.map(([field, text]) => [field, settingOf(now, field, text)]),
          );
          const name = change['name'];
          if (typeof name === 'string') {
            change['name'] = newName('group', name);
            mustBeNew(
              'group',
              newName('group', name),
              all.filter(({ id }) => id !== group.id),
            );
          }
          const differs = (wire: WireObject) =>
            Object.entries(change).filter(
              ([field, value]) => JSON.stringify(wire[field]) !== JSON.stringify(value),
            );
          const wanted = differs(now.wire);
          if (wanted.length === 0) return { outcome: 'same' };
          const isSo = async () => differs((await sensorGroups.get(group.id, { signal })).wire).length === 0;
          const thing = groupThingOf(
            group.id,
            wanted.map(([field]) => field),
          );
          const kept = { thing, before: groupSettings(thing, now), left: groupSettings(thing, now, change) };
          await context.keeper.change([kept], () =>
            proven(() => sensorGroups.update(group.id, { ...now.wire, ...change }, { signal }), isSo),
          );
          const detail = wanted
            .map(
              ([field, value]) => `${field}: ${JSON.stringify(now.wire[field])} to ${JSON.stringify(value)}`,
            )
            .join(', ');
          if (context.dryRun) return { outcome: 'done', detail };
          if (await lookBehind(isSo())) return { outcome: 'done', detail };
          throw new CbError(
            'CommandFailed',
            `the server took the change, and group "${group.name}" is not as it was told`,
            { hint: `cbq group show ${group.id} --json shows how it is` },
          );
        },
      },
      context,
    );
  },
});

function pairOf(word: string): readonly [field: string, text: string] {
  const at = word.indexOf('=');
  if (at > 0) return [word.slice(0, at), word.slice(at + 1)];
  throw new CbError('Usage', `"${word}" is not FIELD=VALUE`, {
    hint: 'cbq group show GROUP --json has the fields',
  });
}

/** What may be set of it. */
function settingsOf(wire: WireObject): Settings {
  return Object.fromEntries(Object.entries(wire).filter(([field]) => !givenFields.includes(field)));
}

/** The text as what the group has there now. Kind `Usage` for another type, and for a field that it has not. */
function settingOf({ id, wire }: SensorGroup, field: string, text: string): unknown {
  const settings = settingsOf(wire);
  if (!Object.hasOwn(settings, field)) {
    const [near] = nearest(field, Object.keys(settings));
    const why = givenFields.includes(field)
      ? `${field} of a group is not set`
      : `a group here has no field ${field}`;
    throw new CbError('Usage', why, {
      hint: near === undefined ? `cbq group show ${id} --json has the fields` : `did you mean ${near}?`,
    });
  }
  const is = settings[field];
  const refused = (what: string): never => {
    throw new CbError('Usage', `${field} is ${what}, not "${text}"`);
  };
  if (typeof is === 'boolean') return toBoolean(text) ?? refused('true or false');
  if (typeof is === 'number') return (text.trim() === '' ? undefined : toNumber(text)) ?? refused('a number');
  if (typeof is === 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return refused(is === null ? 'a list as JSON, or null' : 'a list as JSON');
  }
}
