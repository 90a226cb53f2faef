import type { QueueChoice } from '../../commands/context.ts';
import { check, sign } from '../../commands/transcript/ssh-keygen.ts';
import { CbError } from '../../errors/cb-error.ts';
import { isInTheClear, type QueueAccess, readQueueAddress } from '../../fleet/queue/queue-address.ts';
import {
  readSharedKey,
  type Signer,
  sharedKey,
  sshSigner,
  sshVerifier,
  type Verifier,
} from '../../fleet/queue/signing.ts';
import type { ConnectDeps } from '../connect.ts';

/** A seal of a transcript orders nothing. */
const namespace = 'cblr-fleet';
const keyVariable = 'CBLR_QUEUE_KEY';
const passwordVariable = 'CBLR_QUEUE_PASSWORD';

/** Where the queue is, and what lets us in. Kinds `Usage`, `Config`. */
export async function queueAccess(
  { url }: QueueChoice,
  { environment, runtime, note }: ConnectDeps,
): Promise<QueueAccess> {
  const address = readQueueAddress(url);
  const { queue } = await environment.profile();
  const password = runtime.env[passwordVariable] || queue?.password;
  if (isInTheClear(address))
    note(`${address.text} is without TLS: what is said there can be read on the way`);
  return { address, user: queue?.user, password, ca: queue?.ca, pin: queue?.pin };
}

export interface QueueKeysOfRun {
  readonly signer: Signer;
  /** Of what workers say; undefined where they have keys of their own. */
  readonly verifier: Verifier | undefined;
}

/** By what a run is signed. Kind `Usage` where nothing is said. */
export async function signerOf(choice: QueueChoice, deps: ConnectDeps): Promise<QueueKeysOfRun> {
  const { runtime, signal } = deps;
  if (choice.sign !== undefined) {
    if (choice.keyFile !== undefined) throw new CbError('Usage', '--sign and --queue-key exclude each other');
    const key = runtime.files.resolve(choice.sign);
    const signer = sshSigner((text) => sign(key, bytesOf(text), { runtime, signal }, namespace));
    return { signer, verifier: undefined };
  }
  const key = await sharedKeyOf(choice, deps);
  if (key !== undefined) return { signer: sharedKey(key), verifier: sharedKey(key) };
  throw new CbError(
    'Usage',
    'a run on a queue is signed: whoever reaches Redis must not run commands on hosts',
    {
      hint: `--sign SSH-KEY, or --queue-key FILE (or ${keyVariable}) with a key that workers have, too`,
    },
  );
}

export interface QueueKeysOfWorker {
  readonly verifier: Verifier;
  readonly signer: Signer | undefined;
}

/** Whose runs a worker does. Kind `Usage` where nothing is said. */
export async function verifierOf(choice: QueueChoice, deps: ConnectDeps): Promise<QueueKeysOfWorker> {
  if (choice.signers !== undefined) {
    if (choice.keyFile !== undefined)
      throw new CbError('Usage', '--signers and --queue-key exclude each other');
    const signers = deps.runtime.files.resolve(choice.signers);
    await deps.runtime.files.readText(signers, { plain: true });
    return {
      verifier: sshVerifier((text, signature) => checked(text, signature, signers, deps)),
      signer: undefined,
    };
  }
  const key = await sharedKeyOf(choice, deps);
  if (key !== undefined) return { verifier: sharedKey(key), signer: sharedKey(key) };
  throw new CbError('Usage', 'a worker must know whose runs it does', {
    hint: `--signers FILE, as ssh-keygen calls it allowed signers; or --queue-key FILE (or ${keyVariable})`,
  });
}

async function sharedKeyOf(
  { keyFile }: QueueChoice,
  { runtime }: ConnectDeps,
): Promise<Uint8Array | undefined> {
  if (keyFile === undefined) {
    const named = runtime.env[keyVariable];
    return named ? readSharedKey(named, keyVariable) : undefined;
  }
  const path = runtime.files.resolve(keyFile);
  const rule = { uid: runtime.uid, most: 10_000, followLink: true } as const;
  const own = await runtime.files.readOwn(path, rule);
  if (own === undefined) throw new CbError('Config', `there is no key at ${path}`);
  if ('fault' in own)
    throw new CbError('Config', `${path} ${own.why}`, { hint: 'chmod 600, and owned by you' });
  return readSharedKey(own.text, path);
}

async function checked(
  text: string,
  signature: string,
  signers: string,
  { runtime, signal }: ConnectDeps,
): Promise<string | undefined> {
  const folder = await runtime.files.temporaryDirectory();
  try {
    const path = `${folder}/plan.sig`;
    await runtime.files.writeAtomic(path, signature, 0o600);
    const found = await check({ path, signers, namespace }, () => bytesOf(text), { runtime, signal });
    return 'by' in found ? found.by : undefined;
  } finally {
    await runtime.files.remove(folder, { recursive: true });
  }
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
