import { rows } from '../spec/result.ts';
import { sessionFileColumns } from '../views/session-file-columns.ts';
import { verb } from './context.ts';

export const files = verb({
  name: 'files',
  about: 'list the files that a session keeps on the server',
  details:
    'What was fetched and put passes through them; of a session that is closed only the archive is left for some days: cblr session archive ID.',
  group: 'session',
  session: 'attaches',
  effect: 'reads',
  operands: {},
  options: { session: { kind: 'session', about: 'those of another one, which must be open' } },
  search: ['store', 'storage', 'uploads'],
  examples: [{ line: 'files', shows: 'id, name and size of each' }],

  async run({ session }, { live, signal }) {
    return rows(await live.storeOf(session).files(signal), sessionFileColumns, { noun: 'session files' });
  },
});
