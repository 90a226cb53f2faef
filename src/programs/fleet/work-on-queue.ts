import type { QueueChoice, QueueWorkOptions } from '../../commands/context.ts';
import type { TurnEnd } from '../../fleet/queue/host-turn.ts';
import { queueName } from '../../fleet/queue/keys.ts';
import type { Plan } from '../../fleet/queue/plan.ts';
import { workQueue } from '../../fleet/queue/work-queue.ts';
import type { Run } from '../../fleet/store/run-types.ts';
import type { HostDoor } from '../../fleet/work/door.ts';
import type { ConnectDeps } from '../connect.ts';
import { makeHostDoor } from './host-door.ts';
import { queueAccess, verifierOf } from './queue-access.ts';
import { usualPatienceMs } from './run-queue.ts';

/** A worker of this computer, by its own profile. */
export async function workOnQueue(
  choice: QueueChoice,
  { most, lockMs }: QueueWorkOptions,
  deps: ConnectDeps,
): Promise<void> {
  const { environment, runtime, note, signal } = deps;
  const keys = await verifierOf(choice, deps);
  const access = await queueAccess(choice, deps);
  const { url, readonly } = await environment.profile();
  const state = environment.stateFolder;
  const doors = new Map<string, Promise<HostDoor>>();
  await workQueue({
    ...keys,
    ...{ access, server: url, most, lockMs, note, signal },
    ...{ pid: runtime.pid, machine: runtime.hostname(), isRunning: runtime.isRunning, clock: runtime.clock },
    patienceMs: choice.waitMs ?? usualPatienceMs,
    isReadonly: readonly,
    journals: { files: runtime.files, uid: runtime.uid, folder: `${state}/queue/${queueName(url)}` },
    door(plan) {
      const folder = `${state}/queue/files/${plan.run}`;
      const door =
        doors.get(plan.run) ??
        makeHostDoor({ ...deps, run: runOf(plan, folder), folder, playbook: undefined });
      doors.set(plan.run, door);
      return door;
    },
    onEnd: ({ plan, host, state: end, detail }: TurnEnd) =>
      note(
        `run ${plan.number}, ${host.name}: ${end ?? 'nothing'}${detail === undefined ? '' : `: ${detail}`}`,
      ),
  });
}

/** What a door takes of a run: files lie below a folder of this computer. */
function runOf({ server, createdMs, expiresMs, steps, deadlineMs, keepGoing }: Plan, folder: string): Run {
  return {
    ...{ server, createdMs, expiresMs, steps, directory: folder },
    ...{
      line: '',
      profile: '',
      wish: 'run',
      pauseReason: undefined,
      canaryOk: true,
      forgiven: 0,
      owner: undefined,
    },
    rules: {
      ...{ canary: 0, stopAfter: undefined, slots: undefined, perMinute: undefined, order: 'name' },
      ...{ deadlineMs, keepGoing },
    },
  };
}
