import { CbError } from '../../errors/cb-error.ts';
import { resolveTargets } from '../../fleet/targets/resolve-targets.ts';
import {
  completeTargets,
  hostsAreOptions,
  targetDetails,
  targetOptions,
} from '../../fleet/targets/target-options.ts';
import { command } from '../context.ts';
import { LineDesk } from './line-desk.ts';
import { tellTargets } from './run.ts';
import { ruleOptions, rulesOf, weekMs } from './run-options.ts';

const { slots, rate, expire, deadline, order } = ruleOptions;

export const fleetShell = command({
  name: 'fleet shell',
  about: 'one prompt for many hosts: each line is a step of one run',
  details: `Answers are folded, the odd ones first. Nobody is waited for who is offline or slow: what they answer later is announced at the prompt, and results shows it. The run stays, for fleet results, report, retry, and for fleet resume, which goes on with hosts that have not answered. ${targetDetails} Without a terminal lines are read from stdin, and the exit is 6 where hosts failed or have not answered. --dry-run plans lines and sends nothing.`,
  group: 'fleet',
  effect: 'reads',
  operands: {},
  beyond: hostsAreOptions,
  options: {
    slots,
    rate,
    expire,
    deadline: { ...deadline, about: 'the longest for one host and what it has to do at a time' },
    order,
    noRc: { kind: 'flag', about: 'run no startup file (~/.config/cblr/shellrc)' },
    ...targetOptions,
  },
  complete: completeTargets,
  search: ['prompt', 'interactive', 'console', 'many', 'clush', 'pssh', 'batch'],
  examples: [
    { line: "cblr fleet shell --sensor 'WEB-*'", shows: 'a prompt for all of them' },
    {
      line: 'cblr fleet shell --group Servers --os linux --status online --dry-run',
      shows: 'lines are planned, and nothing is sent',
    },
  ],
  async run(input, context) {
    const { runtime, note, signal, dryRun } = context;
    const none = { canary: undefined, canaryOk: false, stopAfter: undefined };
    const rules = rulesOf({ ...input, ...none, keepGoing: true });
    if (input.file.includes('-') && !runtime.streams.canPrompt)
      throw new CbError('Usage', '--file - takes stdin, where the lines come from', { hint: 'name a file' });
    const cb = await context.cb();
    const targets = await resolveTargets(input, { cb, runtime, signal, note });
    tellTargets(targets, note);
    const desk = new LineDesk({ targets, rules, expireMs: input.expire ?? weekMs, context });
    note(dryRun ? 'dry run: lines are planned, and nothing is sent' : sessionsWords(desk));
    const services = await context.program.fleet();
    return await services.shell(desk, { noRc: input.noRc });
  },
});

/** What it means for the hosts that sessions are few. */
function sessionsWords(desk: LineDesk): string {
  const online = desk.hosts().filter(({ isOnline }) => isOnline).length;
  const { slots: most } = desk;
  if (online <= most) return `sessions stay open between lines, for 5 minutes: there may be ${most} at once`;
  return `${most} sessions at once, so hosts have their turns, and a session is closed after its line; only narrows lines to some, which keep theirs`;
}
