import { CbError } from '../../../../errors/cb-error.ts';
import { builtin } from '../../../../shell/shell-context.ts';
import { done } from '../../../../spec/result.ts';
import { mustBeStep } from '../attend-line.ts';
import { fleetOf } from '../fleet-session.ts';
import { hostsMeant, narrowedWords } from '../host-words.ts';

export const only = builtin({
  name: 'only',
  about: 'narrow lines to some of the hosts; without a word they are for all again',
  details:
    'From all hosts of the shell, not from those that the lines were narrowed to before. A host that a line is not for skips that step of the run.',
  group: 'hosts',
  effect: 'reads',
  operands: { which: { kind: 'sensor', many: true, optional: true, about: 'id, name, wildcard or CIDR' } },
  options: {
    os: { kind: 'choice', choices: ['windows', 'linux', 'macos'], about: 'those of this system' },
    failed: { kind: 'flag', about: 'those where the last line failed, or is unknown' },
    step: { kind: 'integer', value: 'N', about: 'with --failed: of this line' },
  },
  search: ['select', 'filter', 'narrow', 'all'],
  examples: [
    { line: "only 'WEB-*' DB-07", shows: 'lines are for these' },
    { line: 'only --os windows', shows: 'for the hosts of one system' },
    { line: 'only --failed', shows: 'where the last line failed' },
    { line: 'only', shows: 'for all again' },
  ],
  run({ which, os, failed, step }, context) {
    const session = fleetOf(context);
    const { desk } = session;
    if (step !== undefined && !failed) throw new CbError('Usage', '--step belongs to --failed');
    if (which.length === 0 && os === undefined && !failed) {
      desk.choose(undefined);
      return done(narrowedWords(desk));
    }
    const named = which.length === 0 ? undefined : hostsMeant(which, desk);
    const odd = failed ? desk.failed(mustBeStep(step, session)) : undefined;
    const chosen = desk
      .hosts()
      .filter((host) => named?.has(host.id) ?? true)
      .filter((host) => os === undefined || host.os === os)
      .filter((host) => odd?.has(host.id) ?? true);
    if (chosen.length === 0)
      throw new CbError('NotFound', 'none of the hosts is meant', { hint: 'hosts lists them' });
    desk.choose(new Set(chosen.map(({ id }) => id)));
    return done(narrowedWords(desk));
  },
});
