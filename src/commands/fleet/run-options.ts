import { CbError } from '../../errors/cb-error.ts';
import type { RunRules } from '../../fleet/store/run-types.ts';
import type { InputOf } from '../../spec/params.ts';

/** How a run is worked on. */
export const ruleOptions = {
  canary: { kind: 'integer', value: 'N', about: 'so many hosts first, and then a question' },
  canaryOk: { kind: 'flag', about: 'no question where none of the first failed' },
  stopAfter: { kind: 'text', proposes: ['1', '5%'], value: 'N[%]', about: 'pause once so many hosts failed' },
  slots: { kind: 'integer', value: 'N', about: 'sessions at once; learnt when not said, two left to others' },
  rate: { kind: 'text', proposes: ['60/m', '1/s'], value: 'N/m', about: 'begin with so many hosts a minute' },
  expire: { kind: 'durationMs', about: 'how long hosts that are offline are waited for (7d)' },
  deadline: { kind: 'durationMs', about: 'the longest for one host' },
  order: {
    kind: 'choice',
    choices: ['checkin', 'name', 'random'],
    about: 'in which order hosts are taken; by their next check-in when not said',
  },
  keepGoing: { kind: 'flag', about: 'go on on a host behind a step that failed' },
} as const;

export const weekMs = 7 * 86_400_000;

/** Kind `Usage` for what makes no sense. */
export function rulesOf(input: InputOf<Record<never, never>, typeof ruleOptions>): RunRules {
  const { canary = 0, slots, stopAfter, order = 'checkin', deadline, keepGoing } = input;
  if (canary < 0) throw new CbError('Usage', '--canary wants 1 or more');
  if (slots !== undefined && slots < 1) throw new CbError('Usage', '--slots wants 1 or more');
  if (stopAfter !== undefined && !/^(?:\d{1,6}|\d{1,3}(?:\.\d{1,3})?%)$/.test(stopAfter))
    throw unreadable(`--stop-after wants a number of hosts or a share such as 5%, not "${stopAfter}"`);
  return {
    canary,
    slots,
    stopAfter,
    order,
    deadlineMs: deadline,
    keepGoing,
    perMinute: perMinute(input.rate),
  };
}

function unreadable(words: string): CbError {
  return new CbError('Usage', words);
}

function perMinute(rate: string | undefined): number | undefined {
  if (rate === undefined) return undefined;
  const [, amount, unit = 'm'] = /^(\d{1,6})(?:\/([smh]))?$/.exec(rate) ?? [];
  const number = Number(amount);
  if (amount === undefined || number === 0)
    throw new CbError('Usage', `--rate wants hosts a minute such as 60/m, not "${rate}"`);
  return unit === 's' ? number * 60 : unit === 'h' ? number / 60 : number;
}
