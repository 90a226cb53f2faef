import { SessionStore } from '../../live/store.ts';
import { rows } from '../../spec/result.ts';
import { sessionFileColumns } from '../../views/session-file-columns.ts';
import { command } from '../context.ts';

export const sessionFiles = command({
  name: 'session files',
  about: 'list the files that a session keeps on the server',
  group: 'sessions',
  effect: 'reads',
  operands: { id: { kind: 'session', about: 'session id, as cblr sessions shows it' } },
  options: {},
  examples: [{ line: 'cblr session files 1', shows: 'uploads and fetched files of session 1' }],
  async run({ id }, { cb, runtime, recorder, signal }) {
    const { liveResponse: server } = await cb();
    return rows(
      await new SessionStore({ ...runtime, server, recorder }, id).files(signal),
      sessionFileColumns,
      {
        noun: 'session files',
      },
    );
  },
});
