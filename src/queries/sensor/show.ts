import { CbError } from '../../errors/cb-error.ts';
import { record } from '../../spec/result.ts';
import { query } from '../context.ts';
import { sensorColumns } from './columns.ts';

export const sensorShow = query({
  name: 'sensor show',
  about: 'show one sensor',
  group: 'sensors',
  effect: 'reads',
  operands: { sensor: { kind: 'sensor', about: 'sensor id, hostname or address' } },
  options: {},
  examples: [{ line: 'cbq sensor show 10', shows: 'everything worth knowing of sensor 10' }],
  async run({ sensor: wanted }, { cb, signal }) {
    const { sensors } = await cb();
    const found = await sensors.find(wanted, { signal });
    const [sensor] = found;
    if (sensor === undefined)
      throw new CbError('NotFound', `no sensor "${wanted}"`, { hint: 'cbq sensor lists them' });
    if (found.length > 1) {
      throw new CbError(
        'Usage',
        `"${wanted}" is ${found.length} sensors: ${found.map((each) => `${each.id} ${each.name}`).join('; ')}`,
        {
          hint: 'name one by its id',
        },
      );
    }
    return record(sensor, sensorColumns);
  },
});
