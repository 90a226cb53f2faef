import { atMost } from '../../ops/at-most.ts';
import { groupBook } from '../../ops/group-book.ts';
import { oneSensor } from '../../ops/one-sensor.ts';
import { record, rows } from '../../spec/result.ts';
import { query } from '../context.ts';
import { idsOfWords } from '../linked-id.ts';
import { listColumns, sensorObject, showColumns } from './columns.ts';

export const sensorShow = query({
  name: 'sensor show',
  about: 'show health, backlog, clock, check-in and isolation of a sensor',
  details: 'Several sensors are shown as a list. JSON has the values of the wire in place of the words.',
  group: 'sensors',
  effect: 'reads',
  operands: {
    sensor: { kind: 'sensor', many: true, about: 'id, hostname, address or console link; - for stdin' },
  },
  options: {},
  search: ['health', 'backlog', 'checkin', 'clock'],
  examples: [
    { line: 'cbq sensor show 10', shows: 'everything worth knowing of sensor 10' },
    { line: 'cbq sensor show CORP-DC-01 10.0.7.21 --json', shows: 'two of them, for a script' },
  ],

  async run({ sensor: words }, context) {
    const { signal } = context;
    const cb = await context.cb();
    const wanted = [...new Set(await idsOfWords(words, 'sensor', context))];
    const turns = atMost(8);
    const coming = groupBook(cb, context).names();
    coming.catch(() => undefined);
    const found = await Promise.all(wanted.map((each) => turns(() => oneSensor(cb, each, signal))));
    const groups = await coming;
    const [only] = found;
    if (only !== undefined && found.length === 1)
      return record(only, showColumns(groups, cb.http.serverClock.nowMs()));
    const columns = listColumns(groups).map((each) =>
      each.field === 'isolation' ? { ...each, wide: false } : each,
    );
    return rows(found, columns, { noun: 'sensors', object: sensorObject(groups) });
  },
});
