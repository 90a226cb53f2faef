import { rows } from '../spec/result.ts';
import { sessionFileColumns } from '../views/session-file-columns.ts';
import { verb } from './context.ts';

export const files = verb({
  name: 'files',
  about: 'list the files that the session keeps on the server',
  details:
    'What was fetched and put passes through them; they are purged some days after the session is closed.',
  group: 'session',
  session: 'attaches',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['store', 'storage', 'uploads'],
  examples: [{ line: 'files', shows: 'id, name and size of each' }],

  async run(_input, { live, signal }) {
    return rows(await live.store.files(signal), sessionFileColumns, { noun: 'session files' });
  },
});
