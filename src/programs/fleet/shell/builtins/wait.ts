import { builtin } from '../../../../shell/shell-context.ts';
import { attendLine, mustBeStep } from '../attend-line.ts';
import { fleetOf, wantedOf } from '../fleet-session.ts';

export const waitForLine = builtin({
  name: 'wait',
  about: 'wait for the answers to a line, and show them',
  details:
    'As long as there are hosts that may answer; those that are offline are not waited for. Ctrl-C lets go of it again.',
  group: 'hosts',
  effect: 'reads',
  operands: {
    step: { kind: 'integer', optional: true, about: 'number of the line; the last when not said' },
  },
  options: {},
  search: ['fg', 'foreground', 'block'],
  examples: [{ line: 'wait 2', shows: 'until all that are there have answered line 2' }],
  async run({ step: typed }, context) {
    const session = fleetOf(context);
    const step = mustBeStep(typed, session);
    const line = session.desk.steps[step - 1]?.line ?? '';
    await attendLine(step, line, session, context, { isPatient: true });
    const all = { hosts: undefined, isFailed: false, foldBy: undefined, most: undefined };
    return await session.desk.results(step, { ...wantedOf({}, session.folding), ...all });
  },
});
