import type { SensorChange } from '../../api/resources/sensors.ts';
import type { Sensor } from '../../api/wire/sensor.ts';
import { CbError } from '../../errors/cb-error.ts';
import { changeSensor } from '../../ops/change-sensor.ts';
import type { ThingChange, ThingState } from '../../ports/keeper.ts';
import { inlineData, inlineText } from '../states.ts';
import type { ThingKind } from './thing-kind.ts';

/** That a sensor is to be cut off from the network, or not. */
function isolationState(isWanted: boolean): ThingState {
  return inlineData(isWanted ? 'isolated' : 'in the network');
}

export function isolationChange({ id, isolationWanted }: Sensor, isWanted: boolean): ThingChange {
  const thing = { kind: 'isolation', path: String(id) } as const;
  return { thing, before: isolationState(isolationWanted), left: isolationState(isWanted) };
}

/** The group that a sensor is in; undefined where the server does not say. */
export function groupState(groupId: number | undefined): ThingState {
  return groupId === undefined
    ? { is: 'unkept', why: 'the server does not say its group' }
    : inlineData(`group ${groupId}`);
}

export const sensorIsolation: ThingKind = sensorThing(
  ({ isolationWanted }) => isolationState(isolationWanted),
  (text) => ({ network_isolation_enabled: text === 'isolated' }),
);

export const sensorGroup: ThingKind = sensorThing(
  ({ groupId }) => groupState(groupId),
  (text) => ({ group_id: Number(text.replace(/^group /, '')) }),
);

function sensorThing(
  stateOf: (sensor: Sensor) => ThingState,
  changeOf: (text: string) => SensorChange,
): ThingKind {
  return {
    async look({ path }, { cb, writes }) {
      return stateOf(await (await cb()).sensors.get(Number(path), { signal: writes.signal }));
    },
    async make({ path }, wanted, _now, { cb, writes: { signal } }) {
      const text = inlineText(wanted) ?? '';
      const client = await cb();
      const sensor = await client.sensors.get(Number(path), { signal });
      const isSo = (now: Sensor) => inlineText(stateOf(now)) === text;
      const wish = { change: changeOf(text), isSo };
      const now = await changeSensor(client, sensor, wish, { turns: (run) => run(), signal });
      if (now === undefined || isSo(now)) return;
      throw new CbError('CommandFailed', `the server took the request, and sensor ${path} is as it was`);
    },
    words: (state) => (state.is === 'unkept' ? state.why : (inlineText(state) ?? state.is)),
  };
}
