import type { SensorGroup } from '../../api/wire/sensor-group.ts';
import { proven } from '../../ops/proven.ts';
import type { Thing, ThingState } from '../../ports/keeper.ts';
import { inlineData, inlineText } from '../states.ts';
import type { ThingKind } from './thing-kind.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Settings of a sensor group, by the names of the wire: what others change of it does not matter. */
export function groupThingOf(id: number, fields: readonly string[]): Thing {
  return { kind: 'group settings', path: `${id} ${fields.toSorted().join(' ')}` };
}

/** How these settings are, with changes to them. */
export function groupSettings(
  { path }: Pick<Thing, 'path'>,
  { wire }: Pick<SensorGroup, 'wire'>,
  change: Settings = {},
): ThingState {
  const { fields } = partsOf(path);
  const all: Settings = { ...wire, ...change };
  return inlineData(JSON.stringify(Object.fromEntries(fields.map((field) => [field, all[field] ?? null]))));
}

export const groupThing: ThingKind = {
  async look(thing, { cb, writes }) {
    const { id } = partsOf(thing.path);
    return groupSettings(thing, await (await cb()).sensorGroups.get(id, { signal: writes.signal }));
  },
  async make(thing, wanted, _now, { cb, writes: { signal } }) {
    const { sensorGroups } = await cb();
    const { id } = partsOf(thing.path);
    const change = settingsOf(wanted);
    const now = await sensorGroups.get(id, { signal });
    const isSo = async () =>
      inlineText(groupSettings(thing, await sensorGroups.get(id, { signal }))) === inlineText(wanted);
    await proven(() => sensorGroups.update(id, { ...now.wire, ...change }, { signal }), isSo);
  },
  words: (state) =>
    Object.entries(settingsOf(state))
      .map(([field, value]) => `${field}=${JSON.stringify(value)}`)
      .join(' '),
};

function partsOf(path: string): { readonly id: number; readonly fields: readonly string[] } {
  const [id, ...fields] = path.split(' ');
  return { id: Number(id), fields };
}

function settingsOf(state: ThingState): Settings {
  return JSON.parse(inlineText(state) ?? '{}') as Settings;
}
