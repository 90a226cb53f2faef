import type { Sensor } from '../../api/wire/sensor.ts';
import { CbError } from '../../errors/cb-error.ts';
import { groupBook } from '../../ops/group-book.ts';
import { newFile } from '../../ops/new-file.ts';
import { completeFilter, filterOf, filterOptions } from '../../ops/sensor-filter.ts';
import { listSensors } from '../../ops/sensor-list.ts';
import { type RowsTarget, rows } from '../../spec/result.ts';
import { query } from '../context.ts';
import { listColumns, sensorObject } from './columns.ts';

export const sensorExport = query({
  name: 'sensor export',
  about: 'write all sensors as CSV, page by page as they come',
  details:
    'Columns are chosen with --fields, by the names of the wire; without it there are all. -o ndjson and the like give another form. A fleet of any size takes the same memory.',
  group: 'sensors',
  effect: 'reads',
  operands: {},
  options: {
    ...filterOptions,
    to: { kind: 'localPath', value: 'FILE', about: 'into this file, not to stdout' },
    force: { kind: 'flag', about: 'replace the file of --to' },
  },
  search: ['csv', 'inventory', 'report', 'download', 'spreadsheet'],
  examples: [
    {
      line: 'cbq sensor export --fields id,computer_name,status,group_name,last_checkin_time --to sensors.csv',
      shows: 'an inventory for a spreadsheet',
    },
    { line: 'cbq sensor export --os linux -o ndjson', shows: 'another form, on stdout' },
  ],
  complete: completeFilter,

  async run({ to, force, ...input }, context) {
    const { signal, runtime } = context;
    if (force && to === undefined) throw new CbError('Usage', '--force goes with --to');
    const file = to === undefined ? undefined : await newFile(runtime.files, to, force);
    const cb = await context.cb();
    const book = groupBook(cb, context);
    const [{ afterwards, ...wanted }, groups] = [await filterOf(input, book), await book.names()];
    const list = listSensors(cb, { ...wanted, start: 0, limit: undefined, signal });
    let count = 0;
    async function* counted(): AsyncGenerator<Sensor> {
      for await (const sensor of list.rows) {
        count += 1;
        yield sensor;
      }
      for (const each of afterwards()) context.note(each);
    }
    return rows(counted(), listColumns(groups), {
      noun: 'sensors',
      form: 'csv',
      object: sensorObject(groups),
      notes: list.notes,
      isPartial: list.isPartial,
      ...(file === undefined ? {} : { into: target() }),
    });

    function target(): RowsTarget {
      const open = file?.begin();
      return {
        write: async (text) => await open?.write(text),
        async finish() {
          await open?.finish();
          return `${count === 1 ? '1 sensor is' : `${count.toLocaleString('en-US')} sensors are`} in ${file?.path}`;
        },
        abandon: async () => await open?.abandon(),
      };
    }
  },
});
