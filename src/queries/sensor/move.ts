import type { Sensor } from '../../api/wire/sensor.ts';
import { CbError } from '../../errors/cb-error.ts';
import { changeSensor } from '../../ops/change-sensor.ts';
import { groupBook } from '../../ops/group-book.ts';
import { groupState } from '../../undo/kinds/sensor-state.ts';
import { query } from '../context.ts';
import { eachSensor, sensorsOperand } from './each-sensor.ts';

export const sensorMove = query({
  name: 'sensor move',
  about: 'put sensors into another group',
  details: 'The group decides what a sensor collects, and who may see it.',
  group: 'sensors',
  effect: 'changes',
  undo: 'kept',
  shownBy: 'cbq sensor show',
  operands: { sensor: sensorsOperand },
  options: { group: { kind: 'group', value: 'NAME|ID', about: 'where to; cbq group lists them' } },
  search: ['group', 'reassign', 'transfer'],
  examples: [{ line: 'cbq sensor move 10 CORP-DC-01 --group "Domain Controllers"', shows: 'two at once' }],

  async run({ sensor: words, group }, context) {
    if (group === undefined) throw new CbError('Usage', '--group NAME says where the sensors go');
    const cb = await context.cb();
    const groups = groupBook(cb, context);
    const [target, names] = [await groups.named(group), await groups.names()];
    const nameOf = (id: number | undefined) => names.of(id) ?? `group ${id ?? 'unknown'}`;
    return await eachSensor(
      words,
      {
        verb: 'moved',
        async act(sensor, { cb, turns, signal }) {
          const { id, name, groupId } = sensor;
          if (groupId === target.id) return { sensor, outcome: 'same', detail: `in ${target.name}` };
          const wish = { change: { group_id: target.id }, isSo: (now: Sensor) => now.groupId === target.id };
          const change = {
            thing: { kind: 'sensor group', path: String(id) },
            before: groupState(groupId),
            left: groupState(target.id),
          } as const;
          const now = await context.keeper.change([change], () =>
            changeSensor(cb, sensor, wish, { turns, signal }),
          );
          if (now === undefined) return { sensor, outcome: 'done' };
          if (now.groupId !== target.id) {
            const text = `the server took the request, and sensor ${id} (${name}) is in ${nameOf(now.groupId)}`;
            throw new CbError('CommandFailed', text, { context: { sensor_id: id } });
          }
          return { sensor: now, outcome: 'done', detail: `from ${nameOf(groupId)} to ${target.name}` };
        },
      },
      context,
    );
  },
});
