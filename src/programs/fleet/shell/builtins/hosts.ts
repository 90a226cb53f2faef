import { builtin } from '../../../../shell/shell-context.ts';
import { fleetOf } from '../fleet-session.ts';

export const hosts = builtin({
  name: 'hosts',
  about: 'list the hosts that lines are for: who waits, runs, failed, is offline',
  group: 'hosts',
  effect: 'reads',
  operands: {},
  options: {
    state: {
      kind: 'choice',
      choices: ['waiting', 'opening', 'running', 'done', 'failed', 'unknown', 'expired', 'skipped'],
      about: 'only hosts in this state',
    },
  },
  search: ['who', 'state', 'targets', 'offline'],
  examples: [
    { line: 'hosts', shows: 'each host, and what it waits for' },
    { line: 'hosts --state failed', shows: 'only where a line failed' },
  ],
  run: ({ state }, context) => fleetOf(context).desk.hostResult(state),
});
