import type { License } from '../api/wire/server-info.ts';
import { type Column, record } from '../spec/result.ts';
import { query } from './context.ts';
import { wireColumn, withOtherFields } from './wire-columns.ts';

const columns: readonly Column<License>[] = [
  {
    ...wireColumn('license_valid', 'valid'),
    style: ({ isValid }) => (isValid === false ? 'bad' : undefined),
  },
  {
    ...wireColumn('license_expired', 'expired'),
    style: ({ isExpired }) => (isExpired === true ? 'bad' : undefined),
  },
  wireColumn('license_end_date', 'ends'),
  wireColumn('licensed_sensor_count', 'sensors licensed'),
  wireColumn('actual_sensor_count', 'sensors in use'),
  {
    ...wireColumn('licensed_sensor_count_exceeded', 'too many sensors'),
    style: ({ wire }) => (wire['licensed_sensor_count_exceeded'] === true ? 'bad' : undefined),
  },
  wireColumn('license_request_block', 'request block'),
];

export const license = query({
  name: 'license',
  about: 'until when, and for how many sensors the server is licensed',
  details: 'The request block is what its maker wants for a new licence; it tells which server it is.',
  group: 'server',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['licence', 'expiry', 'expired'],
  examples: [{ line: 'cbq license', shows: 'whether it is valid, and until when' }],
  async run(_input, { cb, signal, note }) {
    const found = await (await cb()).serverInfo.license({ signal });
    // What identifies the server to its maker is nobody else's business.
    const { server_token: _token, ...wire } = found.wire;
    const shown = { ...found, wire };
    if (found.isExpired === true) note('the licence has expired: Live Response and new bans stop first');
    return record(shown, withOtherFields(columns, shown));
  },
});
