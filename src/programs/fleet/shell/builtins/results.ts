import { builtin } from '../../../../shell/shell-context.ts';
import { mustBeStep } from '../attend-line.ts';
import { fleetOf, wantedOf } from '../fleet-session.ts';
import { hostsMeant } from '../host-words.ts';

export const results = builtin({
  name: 'results',
  about: 'what hosts answered to a line, those that came later among them',
  group: 'hosts',
  effect: 'reads',
  operands: {
    step: { kind: 'integer', optional: true, about: 'number of the line; the last when not said' },
  },
  options: {
    byHost: { kind: 'flag', about: 'the answer of each host by itself' },
    rare: { kind: 'flag', about: 'each row once, with its hosts: those of the fewest first' },
    foldBy: { kind: 'list', value: 'FIELD,FIELD', about: 'equal by these fields alone' },
    most: { kind: 'integer', value: 'N', about: 'only what stands on so many hosts at most' },
    host: { kind: 'sensor', repeat: true, value: 'WHICH', about: 'only of this host: id, name or wildcard' },
    failed: { kind: 'flag', about: 'only what failed, or is unknown' },
  },
  conflicts: [
    ['byHost', 'rare'],
    ['byHost', 'foldBy'],
    ['byHost', 'most'],
  ],
  complete: { foldBy: () => [] },
  search: ['answers', 'output', 'again', 'late'],
  examples: [
    { line: 'results', shows: 'of the last line, with what has come since' },
    { line: 'results 2 --rare', shows: 'of line 2 each row once, the rarest first' },
    { line: 'results --host WEB-07 --by-host', shows: 'all that one of them answered' },
  ],
  async run({ step, byHost, rare, foldBy, most, host, failed }, context) {
    const session = fleetOf(context);
    const { desk } = session;
    return await desk.results(mustBeStep(step, session), {
      ...wantedOf(
        { byHost, rare: rare || (most !== undefined && !byHost) },
        foldBy === undefined ? session.folding : 'on',
      ),
      hosts: host.length === 0 ? undefined : hostsMeant(host, desk),
      isFailed: failed,
      foldBy,
      most,
    });
  },
});
