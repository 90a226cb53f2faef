import { CbError } from '../../errors/cb-error.ts';
import { foldHosts } from '../../fleet/hosts-folded.ts';
import { newRunFolder } from '../../fleet/runs.ts';
import { RunStore } from '../../fleet/store/run-store.ts';
import type { NewRun } from '../../fleet/store/run-types.ts';
import { resolveTargets, type Targets } from '../../fleet/targets/resolve-targets.ts';
import { completeTargets, targetDetails, targetOptions } from '../../fleet/targets/target-options.ts';
import { maskSecretLine } from '../../text/secret-lines.ts';
import { type CommandContext, command } from '../context.ts';
import { type OpenedRun, runsPlace } from './opened-run.ts';
import { queueOptions, withQueue } from './queue-options.ts';
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
    ...queueOptions,
    ...targetOptions,
  },
  conflicts: [
    ['command', 'script'],
    ['sign', 'queueKey'],
  ],
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
    return await withQueue(input, { steps }, context, async (queue) => {
      const opened = await makeRun(input, { steps, rules, targets }, context);
      try {
        note(`run ${opened.number}: cblr fleet show ${opened.number} tells how far it is`);
        await workOnRun(opened, input.canaryOk, context, queue);
        return await resultsOf(opened.store, allResults, context);
      } finally {
        opened.store.close();
      }
    });
  },
});

interface Planned extends Pick<NewRun, 'steps' | 'rules'> {
  readonly targets: Targets;
}

/** The run, on disk. What could not be made leaves nothing behind. */
async function makeRun(
  { expire = weekMs }: { readonly expire: number | undefined },
  { steps, rules, targets }: Planned,
  context: CommandContext,
): Promise<OpenedRun> {
  const { runtime, program } = context;
  const { name, url } = await program.profile();
  const { serverClock } = (await context.cb()).http;
  const nowMs = runtime.clock.now();
  const place = runsPlace(context);
  const { number, folder } = await newRunFolder(place);
  const made: NewRun = {
    line: maskSecretLine(stepsWords({ steps })),
    profile: name,
    server: url,
    directory: runtime.files.directory(),
    createdMs: nowMs,
    expiresMs: nowMs + expire,
    rules,
    steps,
  };
  try {
    const toOurs = (ms: number): number => serverClock.toOursMs(ms);
    return { number, store: RunStore.make(made, targets.hosts, { ...place, folder }, toOurs) };
  } catch (error) {
    await place.files.remove(folder, { recursive: true });
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
