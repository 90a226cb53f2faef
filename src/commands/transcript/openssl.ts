import { CbError } from '../../errors/cb-error.ts';
import { hasLocalCode } from '../../errors/local-fault.ts';
import type { CalledProgram } from '../../ports/local-commands.ts';
import type { Runtime } from '../../ports/runtime.ts';
import { shortName } from '../../text/short-name.ts';

const program = 'openssl';
const limit = 64 * 1024;

export interface StampedFile {
  /** Of the reply of RFC 3161. */
  readonly path: string;
  /** What it is a time stamp of. */
  readonly stamped: string;
  /** The file of CAs that vouch for it, in PEM. */
  readonly ca: string;
  /** Unix seconds, as the stamp says. */
  readonly atSec: number;
}

/** `expired`: whose certificate was good at the time that the stamp says, and is not any more. */
export type StampCheck = 'good' | 'expired' | { readonly why: string; readonly fits: false | undefined };

/** Holds a time stamp against what it is of, and its signature against those who count. `LocalFault` where there is no such program. */
export async function checkStamp(
  file: StampedFile,
  around: { readonly runtime: Pick<Runtime, 'local'>; readonly signal: AbortSignal },
): Promise<StampCheck> {
  const { path, stamped, ca, atSec } = file;
  const args = ['ts', '-verify', '-in', path, '-data', stamped, '-CAfile', ca];
  const now = await call(args, around);
  if (isGood(now)) return 'good';
  if (/certificate has expired/.test(now.err) && isGood(await call([...args, '-attime', `${atSec}`], around)))
    return 'expired';
  if (/imprint mismatch/.test(now.err)) return { why: 'it is a time stamp of something else', fits: false };
  if (/(?:signature|digest) failure/.test(now.err))
    return { why: 'its signature does not fit it', fits: false };
  const reason = reasonIn(now.err);
  return {
    why: `nobody in ${ca} vouches for it${reason === undefined ? '' : ` (${reason})`}`,
    fits: undefined,
  };
}

function isGood({ exitCode, out }: CalledProgram): boolean {
  return exitCode === 0 && /^Verification: OK$/m.test(out);
}

/** The last part of `…:error:CODE:LIBRARY:FUNCTION:REASON:FILE:LINE:DATA`, or the reason itself. */
function reasonIn(err: string): string | undefined {
  const [, reason = '', data = ''] =
    /error:[0-9A-F]+:[^:\n]*:[^:\n]*:([^:\n]*):[^:\n]*:\d+:(.*)$/m.exec(err) ?? [];
  const words = shortName(data.replace(/^Verify error:/, '') || reason);
  return words === '' ? undefined : words;
}

async function call(
  args: readonly string[],
  { runtime: { local }, signal }: Parameters<typeof checkStamp>[1],
): Promise<CalledProgram> {
  try {
    return await local.call(program, args, { input: none(), limit, signal });
  } catch (error) {
    if (!hasLocalCode(error, 'ENOENT')) throw error;
    throw error.reworded({
      message: `${program} is not on this computer`,
      hint: 'Debian: openssl; Windows has none of its own, Git for Windows brings one',
    });
  }
}

async function* none(): AsyncGenerator<Uint8Array> {}

/** What the CA file must be is said before anything is checked by it. */
export async function caFile(
  path: string,
  { runtime: { files } }: { readonly runtime: Pick<Runtime, 'files'> },
): Promise<string> {
  const { checkCertificates } = await import('../../config/certificates.ts');
  const checked = checkCertificates(await files.readText(path, { plain: true }));
  if ('value' in checked) return path;
  throw new CbError('LocalFile', `${path}: the CA of a time stamp authority ${checked.problem}`, {
    hint: 'the authority publishes the certificate of its CA: in PEM',
  });
}
