import type { DoorWishes, FleetServices, ReadPlaybook } from '../../commands/context.ts';
import { isCbError } from '../../errors/cb-error.ts';
import { hasLocalCode } from '../../errors/local-fault.ts';
import { checkCopies, keptPlaybook } from '../../fleet/playbook/kept-playbook.ts';
import { shippedPlaybooks } from '../../fleet/playbook/made/shipped.ts';
import { paramValues } from '../../fleet/playbook/param-values.ts';
import { readPlaybook } from '../../fleet/playbook/read-playbook.ts';
import type { Runtime } from '../../ports/runtime.ts';
import { findSpec } from '../../spec/registry.ts';
import { verbs } from '../../verbs/index.ts';
import type { ConnectDeps } from '../connect.ts';
import { type DoorDeps, makeHostDoor } from './host-door.ts';
import { planSteps } from './plan-steps.ts';
import { planPlaybook } from './playbook-plan.ts';
import type { PlaybookRun } from './playbook-run.ts';

type FleetDeps = Omit<DoorDeps, 'run' | 'folder' | 'playbook'> & ConnectDeps;

/** What a run, and a playbook, need of the program. */
export function fleetServices(deps: FleetDeps): FleetServices {
  const { runtime, signal } = deps;
  return {
    plan: (lines) => planSteps(lines, runtime.clock.now()),
    playbook: (file) => readFrom(file, runtime, signal),
    async door(run, folder, wishes) {
      const playbook = run.rules.playbook === undefined ? undefined : await playbookOf(folder, wishes, deps);
      return await makeHostDoor({ ...deps, run, folder, playbook });
    },
    async queue(choice) {
      const { openRunQueue } = await import('./run-queue.ts');
      return await openRunQueue(choice, deps);
    },
    async shell(desk, how) {
      const { runFleetShell } = await import('./shell/run-fleet-shell.ts');
      return await runFleetShell(desk, how, deps);
    },
    async workQueue(choice, how) {
      const { workOnQueue } = await import('./work-on-queue.ts');
      await workOnQueue(choice, how, deps);
    },
  };
}

/** A file, or one of those that ship, by its name alone. */
async function readFrom(file: string, runtime: Runtime, signal: AbortSignal): Promise<ReadPlaybook> {
  const { files } = runtime;
  const path = files.resolve(file);
  const isThere = (await files.stat(path)) !== undefined;
  const shipped = isThere ? undefined : new Map(Object.entries(shippedPlaybooks)).get(file);
  const text = shipped ?? (await files.readText(path, { signal }).catch(withNames));
  return { text, ...(await planned(text, file, runtime)) };
}

function withNames(error: unknown): never {
  if (!isCbError(error, 'LocalFile') || !hasLocalCode(error, 'ENOENT')) throw error;
  throw error.reworded({ hint: `those that ship: ${Object.keys(shippedPlaybooks).join(', ')}` });
}

async function planned(text: string, file: string, { clock }: Pick<Runtime, 'clock'>) {
  const playbook = await readPlaybook(text, file, isVerb);
  return { playbook, steps: planPlaybook(playbook, clock.now()) };
}

function isVerb(name: string): boolean {
  const words = name.split(' ');
  return findSpec(verbs, words)?.used === words.length;
}

/** A run's own playbook, as it was when the run was made; its secrets are asked for. */
async function playbookOf(
  folder: string,
  { sets, secrets: given, answerOf }: DoorWishes,
  { runtime, signal }: FleetDeps,
): Promise<PlaybookRun> {
  const { files, streams, prompter } = runtime;
  const kept = await keptPlaybook(folder, files, signal);
  await checkCopies(kept, folder, files, signal);
  const playbook = await readPlaybook(kept.text, kept.file, isVerb);
  const params = playbook.params.filter(({ isSecret }) => isSecret);
  const place = { files, stdin: streams.in, prompter, canPrompt: streams.canPrompt, signal };
  const secrets = given ?? (await paramValues({ params }, sets, place)).secret;
  return { playbook, kept, folder, secrets, answerOf };
}
