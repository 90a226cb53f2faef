import { CbError } from '../../errors/cb-error.ts';
import { foldHosts } from '../../fleet/hosts-folded.ts';
import type { Targets } from '../../fleet/targets/resolve-targets.ts';
import {
  completeTargets,
  hostsAreOptions,
  targetDetails,
  targetOptions,
} from '../../fleet/targets/target-options.ts';
import { command } from '../context.ts';
import { playbookOperand, playbookOptions } from './playbook-options.ts';
import { mustFitQueue, queueOptions, withQueue } from './queue-options.ts';
import { allResults, resultsOf } from './results-of.ts';
import { ruleOptions, rulesOf, weekMs } from './run-options.ts';
import { makeRun, runPlanOf } from './run-plan.ts';
import { effectOfSteps } from './run-words.ts';
import { targetRows, targetsSentence } from './target-rows.ts';
import { targetsOf } from './targets-of.ts';
import { guardRun, workOnRun } from './work-run.ts';

export const fleetRun = command({
  name: 'fleet run',
  about: 'run verbs on many hosts, also on those that are offline now',
  details: `Each verb is a step, done on every host that the targets mean; what it gives is kept below the state folder, and equal answers are shown together, the rarest first. ${targetDetails} Ctrl-C, a crash or a reboot leave the run as it is: fleet resume goes on. What is fetched lies in one folder for each host below that of the run. --dry-run shows the hosts and does nothing.`,
  group: 'fleet',
  effect: 'reads',
  effectIs: effectOfSteps,
  operands: {},
  beyond: hostsAreOptions,
  options: {
    command: { kind: 'text', short: 'c', value: 'VERBS', about: 'the steps: verbs, separated by ;' },
    script: { kind: 'localPath', about: 'the steps in a file, one a line' },
    playbook: { ...playbookOperand, about: 'the steps of a playbook: a file, or one that ships' },
    ...playbookOptions,
    rows: {
      kind: 'localPath',
      about: 'file of fleet results -o ndjson: its hosts; a playbook gets their rows',
    },
    ...ruleOptions,
    ...queueOptions,
    ...targetOptions,
  },
  conflicts: [
    ['command', 'script'],
    ['sign', 'queueKey'],
    ['command', 'playbook'],
    ['script', 'playbook'],
  ],
  complete: completeTargets,
  search: ['hunt', 'batch', 'many', 'all', 'job', 'parallel', 'sweep'],
  examples: [
    {
      line: "cblr fleet run --group Servers --os linux --status online -c 'ps --name sshd'",
      shows: 'who runs sshd',
    },
    {
      line: 'cblr fleet run --group Servers --os linux --status online --playbook find-by-hash --set path=/usr/sbin/sshd --set hashes=@iocs.txt',
      shows: 'by a playbook, with its parameters',
    },
    {
      line: "cblr fleet run --sensor 10 --sensor 3 --canary 1 --canary-ok -c 'stat C:\\Windows\\explorer.exe'",
      shows: 'first on one host, then on the other',
    },
    {
      line: 'cblr fleet run --rows rare.ndjson --playbook stop-service-by-hash --set hashes=@iocs.txt',
      shows: 'on the hosts of rows that fleet results --rare gave, and about these rows',
    },
  ],
  async run(input, context) {
    const { runtime, note, dryRun } = context;
    const plan = await runPlanOf(input, context);
    const rules = rulesOf(input);
    mustFitQueue(input, plan);
    const mustAsk = await guardRun(plan, 'fleet run', context);
    const cb = await context.cb();
    const { targets, rows } = await targetsOf(input, plan, context);
    if (dryRun) {
      note(`dry run: ${plan.words} on ${targets.hosts.length} hosts; nothing was sent`);
      return targetRows(targets, cb.http.serverClock.nowMs());
    }
    tellTargets(targets, note);
    const question = `${plan.words} on ${targets.hosts.length} hosts: go on?`;
    if (mustAsk && !(await runtime.prompter.confirm(question)))
      throw new CbError('Declined', 'nothing was done');
    return await withQueue(input, plan, context, async (queue) => {
      const run = await makeRun(plan, targets, { rules, rows, expireMs: input.expire ?? weekMs }, context);
      const { number, store } = run;
      try {
        note(`run ${number}: cblr fleet show ${number} tells how far it is`);
        const secrets = plan.playbook?.values.secret;
        await workOnRun(run, { canaryOk: input.canaryOk, sets: [], secrets }, context, queue);
        return await resultsOf(store, allResults, context);
      } finally {
        store.close();
      }
    });
  },
});

/** Who is meant, before anything is done there. Kind of what was named wrongly where nobody is left. */
export function tellTargets(targets: Targets, note: (text: string) => void): void {
  const { hosts, faults, unfit } = targets;
  for (const { error } of faults)
    note(error.hint === undefined ? error.message : `${error.message}; ${error.hint}`);
  const [first] = faults;
  if (hosts.length === 0 && first !== undefined && faults.length === 1) throw first.error;
  if (hosts.length === 0) throw new CbError('NotFound', 'no host is meant that a session can be had on');
  note(targetsSentence(targets));
  const names = foldHosts(hosts.map(({ name }) => name));
  note(names.length > mostNames ? `${names.slice(0, mostNames)}…` : names);
  if (unfit.length > 0) note(`left out: ${foldHosts(unfit.map(({ name }) => name)).slice(0, mostNames)}`);
}

const mostNames = 400;
