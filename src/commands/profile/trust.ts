import type { Profile } from '../../config/profile.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { formatDay } from '../../text/age.ts';
import { shortName } from '../../text/short-name.ts';
import type { CommandContext, ShownCertificate, WayToServer } from '../context.ts';

/** What is known of the server's certificate before a token goes there. */
export interface Trust {
  /** To be written as `ssl_pin`. */
  readonly pin: string | undefined;
  /** In words, for the last line. */
  readonly words: string;
  /** False where nobody answered. */
  readonly isReachable: boolean;
}

export interface TrustWish {
  readonly url: string;
  /** As typed: no pin, `--pin`, or `--pin=FINGERPRINT` (normalised). */
  readonly pin: string | true | undefined;
  readonly tls: Profile['tls'];
  readonly way: Omit<WayToServer, 'tls'>;
}

/**
 * Looks at the certificate, by handshakes alone, and settles how the server is told from others: checked as the profile says, or pinned.
 * Throws `Tls` where it is not trusted and nobody can be asked, `Declined` where the answer is no. A server that cannot be reached is no
 * reason not to write a profile, unless its fingerprint is what is wanted.
 */
export async function settleTrust(wish: TrustWish, context: CommandContext): Promise<Trust> {
  const { url, pin, tls, way } = wish;
  if (!url.startsWith('https:')) {
    if (pin === undefined)
      return { pin: undefined, words: 'no TLS, to this computer only', isReachable: true };
    throw new CbError('Usage', '--pin is only for https', {
      hint: 'a server without TLS has no certificate',
    });
  }
  if (pin === true) {
    const seen = await context.program.certificate(url, way);
    describe(seen, context.note);
    context.note(`SHA-256 ${seen.fingerprint}`);
    return { pin: seen.fingerprint, words: `pinned to ${seen.fingerprint}`, isReachable: true };
  }
  const wanted = pin === undefined ? tls : { ...tls, pin };
  try {
    await context.program.certificate(url, { ...way, tls: wanted });
    return { pin, words: howChecked(wanted), isReachable: true };
  } catch (error) {
    if (isCbError(error, 'Network', 'Timeout')) {
      context.note(`not checked, the server cannot be reached now: ${error.message}`);
      return { pin, words: 'not checked', isReachable: false };
    }
    if (!isCbError(error, 'Tls') || pin !== undefined) throw error;
    return await offerPin(error, wish, context);
  }
}

async function offerPin(refusal: CbError, { url, way }: TrustWish, context: CommandContext): Promise<Trust> {
  const { program, runtime, note } = context;
  const seen = await program.certificate(url, way);
  if (!runtime.streams.canPrompt) {
    throw refusal.reworded({
      kind: 'Tls',
      hint: `compare the fingerprint with the server's own, then add --pin=${seen.fingerprint}; or --ca FILE`,
    });
  }
  note(refusal.message.replace(/; its SHA-256 fingerprint is \S+$/, ''));
  describe(seen, note);
  note(
    "compare it on the server: openssl x509 -noout -fingerprint -sha256 -in the server's certificate file",
  );
  // Whoever made the certificate chose its names: the fingerprint comes last, in the question itself.
  if (await runtime.prompter.confirm(`is SHA-256 ${seen.fingerprint} your server's own? pin it?`))
    return { pin: seen.fingerprint, words: 'pinned', isReachable: true };
  throw new CbError('Declined', 'no profile was written: the certificate is neither trusted nor pinned', {
    hint: 'name the CA that signed it with --ca FILE, or come back with --pin=FINGERPRINT',
  });
}

/** What the certificate says of itself, a short line each. */
function describe(seen: ShownCertificate, note: (text: string) => void): void {
  const parts = (name: string) => name.split('\n').filter(Boolean).reverse().join(', ');
  note(`subject ${shortName(parts(seen.subject), 60)}`);
  note(`issuer  ${shortName(parts(seen.issuer), 60)}`);
  if (seen.names !== undefined) note(`names   ${shortName(seen.names, 60)}`);
  note(`valid   ${formatDay(seen.validFrom.getTime())} to ${formatDay(seen.validTo.getTime())}`);
}

function howChecked({ pin, verify, ca }: Profile['tls']): string {
  if (pin !== undefined) return `pinned to ${pin}`;
  if (!verify) return 'NOT VERIFIED';
  return ca === undefined ? "verified by the system's CAs" : 'verified by the CA file';
}
