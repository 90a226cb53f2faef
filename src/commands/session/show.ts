import { sessionRow } from '../../ops/session-list.ts';
import { record } from '../../spec/result.ts';
import { sessionColumns } from '../../views/session-columns.ts';
import { command } from '../context.ts';

export const sessionShow = command({
  name: 'session show',
  about: 'show one session',
  group: 'sessions',
  effect: 'reads',
  operands: { id: { kind: 'session', about: 'session id, as cblr sessions shows it' } },
  options: {},
  examples: [{ line: 'cblr session show 1', shows: 'everything the server says of session 1' }],
  async run({ id }, context) {
    const cb = await context.cb();
    const session = await cb.liveResponse.session(id, { signal: context.signal });
    return record(await sessionRow(cb, session, context.signal), sessionColumns);
  },
});
