import { CbError } from '../../errors/cb-error.ts';
import type { Run } from '../../fleet/store/run-types.ts';
import type { CommandContext, QueueChoice, RunQueue } from '../context.ts';

const queueKey = { kind: 'localPath', about: 'file of a key that workers have, too' } as const;
const queueWait = {
  kind: 'durationMs',
  about: 'how long a Redis that is away is waited for (1m)',
} as const;
const proposes = ['rediss://', 'redis://127.0.0.1:6379'];
const address = 'redis[s]://HOST[:PORT]';

/** How a run gets to workers elsewhere. */
export const queueOptions = {
  queue: { kind: 'text', proposes, value: address, about: 'by workers elsewhere, which get its hosts there' },
  sign: { kind: 'localPath', about: 'SSH key that signs the run for them' },
  queueKey,
  queueWait,
} as const;

/** How a worker knows whose runs it does. */
export const workerOptions = {
  queue: { kind: 'text', proposes, value: address, about: 'where it gets them' },
  signers: { kind: 'localPath', about: 'file of those whose SSH keys count (allowed signers)' },
  queueKey,
  queueWait,
} as const;

interface QueueInput {
  readonly queue: string | undefined;
  readonly sign: string | undefined;
  readonly queueKey: string | undefined;
  readonly queueWait: number | undefined;
}

/** Has the queue for as long as `use` takes; undefined where this process reaches the hosts itself. */
export async function withQueue<T>(
  input: QueueInput,
  run: Pick<Run, 'steps'>,
  { program }: CommandContext,
  use: (queue: RunQueue | undefined) => Promise<T>,
): Promise<T> {
  const choice = queueChoice(input);
  if (choice === undefined) return await use(undefined);
  const queue = await (await program.fleet()).queue(choice);
  try {
    queue.mustTake(run);
    return await use(queue);
  } finally {
    await queue.close();
  }
}

/** Kind `Usage`. */
function queueChoice({ queue, ...more }: QueueInput): QueueChoice | undefined {
  if (queue !== undefined)
    return { url: queue, sign: more.sign, keyFile: more.queueKey, waitMs: more.queueWait };
  const [odd] = Object.entries({
    '--sign': more.sign,
    '--queue-key': more.queueKey,
    '--queue-wait': more.queueWait,
  }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (odd === undefined) return undefined;
  throw new CbError('Usage', `${odd} belongs to --queue`);
}

/** Workers elsewhere have neither the text of a playbook nor its files, and do not know which steps of a shell a host has done. Kind `Usage`. */
export function mustFitQueue({ queue }: { readonly queue: string | undefined }, rules: QueuedRules): void {
  const what =
    rules.playbook !== undefined
      ? 'a playbook'
      : rules.grows === true
        ? 'a run whose hosts each have their own steps left'
        : undefined;
  if (queue === undefined || what === undefined) return;
  throw new CbError('Usage', `${what} is not done by way of a queue`, { hint: 'leave out --queue' });
}

interface QueuedRules {
  readonly playbook?: unknown;
  readonly grows?: boolean | undefined;
}
