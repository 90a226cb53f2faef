import { CbError } from '../../errors/cb-error.ts';
import { hasLocalCode } from '../../errors/local-fault.ts';
import type { CalledProgram } from '../../ports/local-commands.ts';
import type { Runtime } from '../../ports/runtime.ts';
import { sealNamespace } from '../../transcript/seal.ts';

const program = 'ssh-keygen';
const limit = 256 * 1024;

interface Around {
  readonly runtime: Pick<Runtime, 'local' | 'streams'>;
  readonly signal: AbortSignal;
}

/** Signs what comes with an SSH key, or by the agent that has the private half of a public one. */
export async function sign(
  key: string,
  input: AsyncIterable<Uint8Array>,
  around: Around,
  namespace = sealNamespace,
): Promise<string> {
  const { exitCode, out, err } = await call(['-Y', 'sign', '-f', key, '-n', namespace], input, around);
  if (exitCode === 0 && out.startsWith('-----BEGIN SSH SIGNATURE-----')) return out;
  const asks = /passphrase/i.test(err) && !around.runtime.streams.canPrompt;
  throw new CbError(
    'LocalFile',
    `${program} did not sign with ${key}: ${firstOf(err) ?? `exit ${exitCode}`}`,
    {
      hint: asks
        ? 'it asks for the passphrase on a terminal; or add the key to an agent, and name its .pub'
        : 'name a private key, or a public one whose private half the agent has',
    },
  );
}

/** Who made a signature, and with which key; or why nobody knows, in words. */
export type Signed =
  | { readonly by: string; readonly key: string }
  | { readonly why: string; readonly fits: false | undefined };

export interface Signature {
  readonly path: string;
  /** The file of those whose signatures count, as ssh-keygen calls it: allowed signers. */
  readonly signers: string;
  /** What it was made for: a seal when not said. */
  readonly namespace?: string;
}

export async function check(
  { path, signers, namespace = sealNamespace }: Signature,
  input: () => AsyncIterable<Uint8Array>,
  around: Around,
): Promise<Signed> {
  const found = await call(['-Y', 'find-principals', '-f', signers, '-s', path], none(), around);
  const [by] = found.out.split(/[\n,]/);
  if (found.exitCode !== 0 || by === undefined || by === '')
    return { why: `nobody in ${signers} made it${inBrackets(found.err)}`, fits: undefined };
  const how = ['-Y', 'verify', '-f', signers, '-I', by, '-n', namespace, '-s', path];
  const { exitCode, out, err } = await call(how, input(), around);
  if (exitCode === 0) return { by, key: / with (.+)$/m.exec(out)?.[1] ?? '' };
  if (/namespace/.test(err)) return { why: `it was not made for ${namespace}`, fits: undefined };
  if (/incorrect signature/.test(err)) return { why: 'it does not fit these lines', fits: false };
  return { why: `it cannot be checked${inBrackets(err)}`, fits: undefined };
}

/** True where a seal fits what comes, whoever made it. */
export async function fits(path: string, input: AsyncIterable<Uint8Array>, around: Around): Promise<boolean> {
  const how = ['-Y', 'check-novalidate', '-n', sealNamespace, '-s', path];
  return (await call(how, input, around)).exitCode === 0;
}

async function call(
  args: readonly string[],
  input: AsyncIterable<Uint8Array>,
  { runtime: { local }, signal }: Around,
): Promise<CalledProgram> {
  try {
    return await local.call(program, args, { input, limit, signal });
  } catch (error) {
    if (!hasLocalCode(error, 'ENOENT')) throw error;
    throw error.reworded({
      message: `${program} is not on this computer`,
      hint: 'it comes with OpenSSH (Debian: openssh-client), and with Windows since 10',
    });
  }
}

function firstOf(err: string): string | undefined {
  return err.split('\n').find((line) => line.trim() !== '');
}

function inBrackets(err: string): string {
  const said = firstOf(err);
  return said === undefined ? '' : ` (${said.trim()})`;
}

async function* none(): AsyncGenerator<Uint8Array> {}
