import { CbError } from '../../errors/cb-error.ts';
import { resolveTargets } from '../../fleet/targets/resolve-targets.ts';
import { done } from '../../spec/result.ts';
import { command } from '../context.ts';
import { playbookOperand, playbookOptions } from '../fleet/playbook-options.ts';
import { allResults, resultsOf } from '../fleet/results-of.ts';
import { ruleOptions, rulesOf } from '../fleet/run-options.ts';
import { makeRun, playbookPlan } from '../fleet/run-plan.ts';
import { effectOfSteps } from '../fleet/run-words.ts';
import { guardRun, workOnRun } from '../fleet/work-run.ts';

const { deadline } = ruleOptions;

export const playbookRun = command({
  name: 'playbook run',
  about: 'do what a playbook says on one sensor',
  details:
    'As a run of one host: it is kept on disk with all that it gives, fleet show and results tell of it, and fleet resume goes on after Ctrl-C or a crash. fleet run --playbook does it on many.',
  group: 'fleet',
  effect: 'reads',
  effectIs: effectOfSteps,
  operands: {
    file: playbookOperand,
    sensor: { kind: 'sensor', about: 'id, name or address' },
  },
  options: {
    ...playbookOptions,
    deadline,
    wait: { kind: 'durationMs', about: 'wait so long for a sensor that is offline' },
  },
  search: ['execute', 'automate', 'response', 'soar'],
  examples: [
    {
      line: 'cblr playbook run find-by-hash 1 --set path=/usr/sbin/sshd --set hashes=@iocs.txt',
      shows: 'on one sensor',
    },
  ],
  async run({ file, sensor, set, deadline: most, wait }, context) {
    const { runtime, note, signal, dryRun } = context;
    const plan = await playbookPlan(file, set, context);
    const mustAsk = await guardRun(plan, 'playbook run', context, { isMany: false });
    const cb = await context.cb();
    const none = { group: [], os: [], status: [], hits: [], alerts: [], watchlist: [], file: [], except: [] };
    const named = { ...none, sensor: [sensor], limit: undefined };
    const { hosts, faults, unfit } = await resolveTargets(named, { cb, runtime, signal, note });
    const [host] = hosts;
    if (faults[0] !== undefined) throw faults[0].error;
    if (host === undefined)
      throw new CbError('Offline', `${sensor}: ${unfit[0]?.unfit ?? 'no session can be had'}`);
    if (!host.isOnline && wait === undefined) {
      throw new CbError('Offline', `sensor ${host.id} (${host.name}) is offline`, {
        hint: '--wait 2h waits for it',
      });
    }
    if (dryRun) return done(`dry run: ${plan.words} on ${host.name}; nothing was sent`, {});
    if (mustAsk && !(await runtime.prompter.confirm(`${plan.words} on ${host.name}: go on?`)))
      throw new CbError('Declined', 'nothing was done');
    const rules = rulesOf({ ...noRules, deadline: most });
    const run = await makeRun(
      plan,
      { hosts: [host] },
      { rules, rows: undefined, expireMs: wait ?? shortMs },
      context,
    );
    try {
      note(`run ${run.number} on ${host.name}`);
      const secrets = plan.playbook?.values.secret;
      await workOnRun(run, { canaryOk: false, sets: [], secrets }, context);
      return await resultsOf(run.store, { ...allResults, isByHost: true }, context);
    } finally {
      run.store.close();
    }
  },
});

/** A sensor that is there may be late with its check-in. */
const shortMs = 600_000;

const noRules = {
  canary: undefined,
  canaryOk: false,
  stopAfter: undefined,
  slots: undefined,
  rate: undefined,
  expire: undefined,
  order: undefined,
  keepGoing: false,
} as const;
