import type { Cb } from '../../api/client.ts';
import type { Sensor } from '../../api/wire/sensor.ts';
import { CbError } from '../../errors/cb-error.ts';
import { type GroupNames, groupBook } from '../../ops/group-book.ts';
import { completeFilter, filterOf, filterOptions } from '../../ops/sensor-filter.ts';
import { listSensors, type SensorsWanted } from '../../ops/sensor-list.ts';
import { type Column, record, rows } from '../../spec/result.ts';
import { fieldHint, fieldNamed } from '../../text/field-names.ts';
import { arrayConflicts, arrayOptions, wantedPart } from '../array-list.ts';
import { query } from '../context.ts';
import { sortOf } from '../search-options.ts';
import { listColumns, sensorObject } from './columns.ts';

const defaultLimit = 50;

export const sensorList = query({
  name: 'sensor',
  aliases: ['sensor search', 'sensor list'],
  about: 'list sensors, by name, address, group, system, status or health',
  details:
    'The server sifts by name, address and group, and gives the sensors page by page; the rest is sifted here as they come. A --status that is not known here is looked for all the same, as servers may have others, and is an error where no sensor has it. Every field of the wire can be named in --fields.',
  group: 'sensors',
  effect: 'reads',
  operands: {},
  options: { ...filterOptions, ...arrayOptions },
  conflicts: arrayConflicts,
  search: ['host', 'endpoint', 'agent', 'find', 'fleet'],
  examples: [
    { line: 'cbq sensor --status online --os windows', shows: 'Windows sensors that are online' },
    { line: 'cbq sensor --group Servers --health bad', shows: 'servers whose sensor is not well' },
    { line: 'cbq sensor --hostname FIN --json', shows: 'all that the server says of them, for a script' },
    {
      line: 'cbq sensor --all --sort "last_checkin_time" --fields computer_name,last_checkin_time',
      shows: 'those that were silent for longest first',
    },
  ],
  complete: completeFilter,
  fields: () => listColumns({ of: () => undefined }),

  async run(input, context) {
    const { signal } = context;
    const { limit, all, start, count } = wantedPart(input);
    const cb = await context.cb();
    const groups = groupBook(cb, context);
    const names: GroupNames = { of: (id) => known?.of(id) };
    let known: GroupNames | undefined;
    const columns = listColumns(names);
    const order = orderOf(input.sort, columns);
    const { afterwards, ...sieve } = await filterOf(input, groups);
    const wanted = { ...sieve, ...order, signal };
    const tellAfterwards = (): void => {
      for (const each of afterwards()) context.note(each);
    };
    if (count) {
      const total = await counted(cb, wanted);
      tellAfterwards();
      return record(total, [{ field: 'total_results', head: 'total', of: (number) => number }]);
    }
    const list = listSensors(cb, { ...wanted, start, limit: all ? undefined : (limit ?? defaultLimit) });
    // Names of groups are on their way while the first page is.
    const coming = groups.names();
    coming.catch(() => undefined);
    let found = false;
    async function* named(): AsyncGenerator<Sensor> {
      for await (const sensor of list.rows) {
        known ??= await coming;
        found = true;
        yield sensor;
      }
      tellAfterwards();
    }
    return rows(named(), columns, {
      isLong: true,
      noun: 'sensors',
      object: sensorObject(names),
      isPartial: list.isPartial,
      notes: () => [...list.notes(), ...(found ? [] : caseNotes(input.hostname))],
    });
  },
});

/** `--sort "FIELD desc"` by a field that the wire has; the server's own order shifts between pages. */
function orderOf(
  sort: string | undefined,
  columns: readonly Column<Sensor>[],
): Pick<SensorsWanted, 'sortBy' | 'descending'> {
  const [field, direction] = sortOf(sort)?.split(' ') ?? [];
  if (field === undefined) return {};
  const ours = new Set(['isolation', 'addresses', 'group_name']);
  const known = columns.filter((column) => !ours.has(column.field));
  const column = fieldNamed(known, field);
  if (column === undefined) {
    throw new CbError('Usage', `there is no field "${field}" to sort by`, {
      hint: fieldHint([field], known),
    });
  }
  return { sortBy: column.field, descending: direction === 'desc' };
}

async function counted(cb: Cb, wanted: Omit<SensorsWanted, 'start' | 'limit'>): Promise<number> {
  if (wanted.keep === undefined) return await cb.sensors.count(wanted.filter, { signal: wanted.signal });
  let total = 0;
  for await (const _ of listSensors(cb, { ...wanted, start: 0, limit: undefined }).rows) total += 1;
  return total;
}

function caseNotes(hostname: string | undefined): readonly string[] {
  if (hostname === undefined) return [];
  const other = hostname === hostname.toUpperCase() ? hostname.toLowerCase() : hostname.toUpperCase();
  return other === hostname ? [] : [`the server minds the case: --hostname ${other} may find some`];
}
