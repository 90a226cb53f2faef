import { CbError } from '../../errors/cb-error.ts';
import { foldHosts } from '../../fleet/hosts-folded.ts';
import { newRunFolder } from '../../fleet/runs.ts';
import { RunStore } from '../../fleet/store/run-store.ts';
import type { NewRun } from '../../fleet/store/run-types.ts';
import { resolveTargets, type Targets } from '../../fleet/targets/resolve-targets.ts';
import { completeTargets, targetDetails, targetOptions } from '../../fleet/targets/target-options.ts';
import { maskSecretLine } from '../../text/secret-lines.ts';
import { type CommandContext, command } from '../context.ts';
import { runsPlace } from './opened-run.ts';
import { allResults, resultsOf } from './results-of.ts';
import { ruleOptions, rulesOf, weekMs } from './run-options.ts';
import { stepsWords } from './run-words.ts';
import { targetRows, targetsSentence } from './target-rows.ts';
import { guardRun, workOnRun } from './work-run.ts';

export const fleetRun = command({
  name: 'fleet run',
  about: 'run verbs on many hosts, also on those that are offline now',
  details: `Each verb is a step, done on every host that the targets mean; what it gives is kept below the state folder, and equal answers are shown together, the rarest first. ${targetDetails} Ctrl-C, a crash or a reboot leave the run as it is: fleet resume goes on. What is fetched lies in one folder for each host below that of the run. --dry-run shows the hosts and does nothing.`,
  group: 'fleet',
  effect: 'reads',
  operands: {},
  options: {
    command: { kind: 'text', short: 'c', value: 'VERBS', about: 'the steps: verbs, separated by ;' },
    script: { kind: 'localPath', about: 'the steps in a file, one a line' },
    ...ruleOptions,
    ...targetOptions,
  },
  conflicts: [['command', 'script']],
  complete: completeTargets,
  search: ['hunt', 'batch', 'many', 'all', 'job', 'parallel', 'sweep'],
  examples: [
    {
      line: "cblr fleet run --group Servers --os linux --status online -c 'ps --name sshd'",
      shows: 'who runs sshd',
    },
    {
      line: "cblr fleet run --sensor 10 --sensor 3 --canary 1 --canary-ok -c 'stat C:\\Windows\\explorer.exe'",
      shows: 'first on one host, then on the other',
    },
  ],
  async run(input, context) {
    const { runtime, program, note, signal, dryRun } = context;
    const steps = (await program.fleet()).plan(await linesOf(input, context));
    const rules = rulesOf(input);
    const mustAsk = await guardRun({ steps }, 'fleet run', context);
    const cb = await context.cb();
    const targets = await resolveTargets(input, { cb, runtime, signal, note });
    if (dryRun) {
      note(`dry run: ${stepsWords({ steps })} on ${targets.hosts.length} hosts; nothing was sent`);
      return targetRows(targets, cb.http.serverClock.nowMs());
    }
    tellTargets(targets, note);
    const question = `${stepsWords({ steps })} on ${targets.hosts.length} hosts: go on?`;
    if (mustAsk && !(await runtime.prompter.confirm(question)))
      throw new CbError('Declined', 'nothing was done');
    const { name, url } = await program.profile();
    const nowMs = runtime.clock.now();
    const place = runsPlace(context);
    const { number, folder } = await newRunFolder(place);
    const made: NewRun = {
      line: maskSecretLine(stepsWords({ steps })),
      profile: name,
      server: url,
      directory: runtime.files.directory(),
      createdMs: nowMs,
      expiresMs: nowMs + (input.expire ?? weekMs),
      rules,
      steps,
    };
    const toOurs = (ms: number): number => cb.http.serverClock.toOursMs(ms);
    const store = await makeRun(made, targets.hosts, { ...place, folder }, toOurs);
    try {
      note(`run ${number}: cblr fleet show ${number} tells how far it is`);
      await workOnRun({ number, store }, input.canaryOk, context);
      return await resultsOf(store, allResults, context);
    } finally {
      store.close();
    }
  },
});

/** What could not be made leaves nothing behind. */
async function makeRun(...[run, hosts, place, toOurs]: Parameters<typeof RunStore.make>): Promise<RunStore> {
  try {
    return RunStore.make(run, hosts, place, toOurs);
  } catch (error) {
    await place.files.remove(place.folder, { recursive: true });
    throw error;
  }
}

interface Lines {
  readonly command: string | undefined;
  readonly script: string | undefined;
}

async function linesOf({ command: typed, script }: Lines, { runtime, signal }: CommandContext) {
  if (typed !== undefined) return [typed];
  if (script === undefined)
    throw new CbError('Usage', 'fleet run needs -c VERBS or --script FILE', { hint: "-c 'ps; netstat'" });
  const { files } = runtime;
  return (await files.readText(files.resolve(script), { signal })).split(/\r?\n/);
}

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
