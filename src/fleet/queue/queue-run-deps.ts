import type { Clock } from '../../ports/clock.ts';
import type { RunStore } from '../store/run-store.ts';
import type { HostDoor } from '../work/door.ts';
import type { Slots } from '../work/slots.ts';
import type { HostQueue } from './host-queue.ts';
import type { QueueKeys } from './keys.ts';
import type { RedisLink } from './redis-link.ts';
import type { Signer, Verifier } from './signing.ts';

export interface QueueRunDeps {
  /** Of the run on this computer. */
  readonly number: number;
  readonly store: RunStore;
  readonly door: HostDoor;
  readonly clock: Clock;
  readonly slots: Slots;
  readonly signal: AbortSignal;
  readonly link: RedisLink;
  readonly queue: HostQueue;
  readonly keys: QueueKeys;
  readonly signer: Signer;
  /** Of what workers say, where they have the key; undefined: nobody can tell. */
  readonly verifier: Pick<Verifier, 'check'> | undefined;
  readonly onProgress: () => void;
  readonly note: (text: string) => void;
  /** How a worker is started, for whoever has none. */
  readonly hint: string;
}
