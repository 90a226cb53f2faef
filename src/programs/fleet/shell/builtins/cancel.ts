import { builtin } from '../../../../shell/shell-context.ts';
import { done } from '../../../../spec/result.ts';
import { canceledWords, mustBeStep } from '../attend-line.ts';
import { fleetOf } from '../fleet-session.ts';

export const cancelLines = builtin({
  name: 'cancel',
  about: 'give lines up on hosts that have not begun with them',
  details: 'Of those that are offline, too. Hosts that are at it end it; what was done stays done.',
  group: 'hosts',
  effect: 'reads',
  operands: {
    step: { kind: 'integer', optional: true, about: 'number of the line; all that is left when not said' },
  },
  options: {},
  search: ['abort', 'stop', 'kill'],
  examples: [
    { line: 'cancel', shows: 'nothing more is begun of any line' },
    { line: 'cancel 3', shows: 'nothing more of line 3' },
  ],
  run({ step: typed }, context) {
    const session = fleetOf(context);
    const step = typed === undefined ? undefined : mustBeStep(typed, session);
    session.letGo = undefined;
    const hosts = session.desk.cancel(step);
    return done(canceledWords(step, hosts, session), { step, hosts });
  },
});
