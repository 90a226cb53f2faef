import type { QueueChoice, RunQueue } from '../../commands/context.ts';
import { CbError } from '../../errors/cb-error.ts';
import { openHostQueue } from '../../fleet/queue/bull.ts';
import { keysOf, queueName } from '../../fleet/queue/keys.ts';
import { writesSomething } from '../../fleet/queue/plan.ts';
import { QueueRun } from '../../fleet/queue/queue-run.ts';
import { RedisLink } from '../../fleet/queue/redis-link.ts';
import { checkRedis } from '../../fleet/queue/redis-settings.ts';
import type { Step } from '../../fleet/store/run-types.ts';
import { isSecretLine } from '../../text/secret-lines.ts';
import type { ConnectDeps } from '../connect.ts';
import { localFileOf } from './plan-steps.ts';
import { queueAccess, signerOf } from './queue-access.ts';

/** A Redis that was there is waited for so long, when nothing is said. */
export const usualPatienceMs = 60_000;

/** The queue of a run, as its own process has it. */
export async function openRunQueue(choice: QueueChoice, deps: ConnectDeps): Promise<RunQueue> {
  const { environment, runtime, note, signal } = deps;
  const [keys, access] = [await signerOf(choice, deps), await queueAccess(choice, deps)];
  const { url } = await environment.profile();
  const { text } = access.address;
  const link = await RedisLink.open({
    access,
    patienceMs: choice.waitMs ?? usualPatienceMs,
    signal,
    onAway: () => note(`${text} does not answer: waiting for it`),
    onBack: () => note(`${text} is there again`),
  });
  try {
    const settings = await checkRedis(link, text);
    const queue = openHostQueue({ link, name: queueName(url), isEvicting: settings.isEvicting });
    if (settings.whyNoWrites !== undefined) note(settings.whyNoWrites);
    return {
      mustTake({ steps }) {
        for (const step of steps) mustTravel(step, runtime.clock.now());
        if (settings.whyNoWrites === undefined || !writesSomething({ steps })) return;
        throw new CbError('Config', `no run that writes goes on this queue: ${settings.whyNoWrites}`, {
          hint: 'set them in its redis.conf; runs that only read go on, and without --queue all do',
        });
      },
      work: (run) =>
        new QueueRun({
          ...run,
          ...{ link, queue, signal, note, clock: runtime.clock },
          keys: keysOf(url),
          signer: keys.signer,
          verifier: keys.verifier,
          hint: `cblr fleet work --queue ${text} is one`,
        }).work(),
      async close() {
        await queue.close().catch(() => undefined);
        await link.end();
      },
    };
  } catch (error) {
    link.close();
    throw error;
  }
}

/** What stands in a job is for everybody who reads Redis, and done on another computer. Kind `Usage`. */
function mustTravel(step: Step, nowMs: number): void {
  const what = `step ${step.number}`;
  if (isSecretLine(step.line)) {
    throw new CbError(
      'Usage',
      `${what} seems to hold a password or a token, which would stand on the queue`,
      {
        hint: 'without --queue it stays on this computer',
      },
    );
  }
  const file = localFileOf(step, nowMs);
  if (file === undefined) return;
  throw new CbError('Usage', `${what} takes ${file} of this computer along, which workers do not have`, {
    hint: 'without --queue it is taken from here',
  });
}
