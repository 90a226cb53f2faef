import {
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { CbError } from '../../errors/cb-error.ts';

/** Signs what one process puts on the queue. */
export interface Signer {
  /** How the plan says with what the rest is checked: `hmac`, or the public key of this process, as base64. */
  readonly key: string;
  /** Of the plan of the run, made once: by the shared key, or by an SSH key that answers for the key of this process. */
  signPlan(text: string): Promise<string>;
  /** Of everything else. */
  sign(text: string): string;
}

/** Checks what comes from the queue. */
export interface Verifier {
  /** Who signed a plan, in words; undefined where nobody that counts did. */
  checkPlan(text: string, signature: string): Promise<string | undefined>;
  check(key: string, text: string, signature: string): boolean;
}

/** An SSH key that signs, in the hands of the program that has it. */
export type SshSign = (text: string) => Promise<string>;
/** The principal that made a signature; undefined where nobody that counts did. */
export type SshCheck = (text: string, signature: string) => Promise<string | undefined>;

const mac = 'hmac';
const leastKeyBytes = 32;

/** By one key that all have: whoever has it gives orders, and answers. */
export function sharedKey(key: Uint8Array): Signer & Verifier {
  const make = (purpose: string, text: string): string =>
    createHmac('sha256', key).update(`cblr ${purpose}\n${text}`).digest('base64');
  const fits = (purpose: string, text: string, signature: string): boolean => {
    const [wanted, given] = [Buffer.from(make(purpose, text)), Buffer.from(signature)];
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  };
  return {
    key: mac,
    signPlan: async (text) => make('plan', text),
    sign: (text) => make('line', text),
    checkPlan: async (text, signature) => (fits('plan', text, signature) ? 'the shared key' : undefined),
    check: (used, text, signature) => used === mac && fits('line', text, signature),
  };
}

/** By an SSH key that is asked once: it signs the plan, and with it the key of this process, which is on no disk. */
export function sshSigner(signWith: SshSign): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    signPlan: signWith,
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
  };
}

export function sshVerifier(checkWith: SshCheck): Verifier {
  const known = new Map<string, KeyObject>();
  return {
    checkPlan: checkWith,
    check(key, text, signature) {
      try {
        const publicKey = known.get(key) ?? publicKeyOf(key);
        if (known.size < mostKeys) known.set(key, publicKey);
        return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
      } catch {
        return false;
      }
    },
  };
}

const mostKeys = 1000;

function publicKeyOf(key: string): KeyObject {
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new CbError('Integrity', 'it is no key of ours');
  return publicKey;
}

/** A shared key as it stands in a file or in the environment. Kind `Config`. */
export function readSharedKey(text: string, where: string): Uint8Array {
  const key = Buffer.from(text.trim());
  if (key.length >= leastKeyBytes) return key;
  throw new CbError('Config', `the key in ${where} is shorter than ${leastKeyBytes} characters`, {
    hint: 'openssl rand -hex 32 makes one',
  });
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
