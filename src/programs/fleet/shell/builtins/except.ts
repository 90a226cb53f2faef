import { CbError } from '../../../../errors/cb-error.ts';
import { builtin } from '../../../../shell/shell-context.ts';
import { done } from '../../../../spec/result.ts';
import { fleetOf } from '../fleet-session.ts';
import { hostsMeant, narrowedWords } from '../host-words.ts';

export const except = builtin({
  name: 'except',
  about: 'leave hosts out of those that lines are for',
  details: 'Each use leaves out more; only without a word takes all back.',
  group: 'hosts',
  effect: 'reads',
  operands: { which: { kind: 'sensor', many: true, about: 'id, name, wildcard or CIDR' } },
  options: {},
  search: ['exclude', 'skip', 'spare', 'without'],
  examples: [{ line: "except CORP-DC-01 'SQL-*'", shows: 'lines are for all others' }],
  run({ which }, context) {
    const { desk } = fleetOf(context);
    const spared = hostsMeant(which, desk);
    const rest = desk.meant().filter(({ id }) => !spared.has(id));
    if (rest.length === 0) throw new CbError('Usage', 'no host would be left', { hint: 'only chooses some' });
    desk.choose(new Set(rest.map(({ id }) => id)));
    return done(narrowedWords(desk));
  },
});
