import { CbError, isCbError } from '../../errors/cb-error.ts';
import { hasLocalCode } from '../../errors/local-fault.ts';
import type { Seal } from '../../transcript/seal.ts';
import {
  answerTo,
  mostTimestampBytes,
  readTimestamp,
  type Timestamp,
  timestampOf,
  timestampQuery,
} from '../../transcript/timestamp.ts';
import type { Verdict } from '../../transcript/verify.ts';
import type { CommandContext } from '../context.ts';
import { caFile, checkStamp } from './openssl.ts';
import type { TranscriptFolder } from './places.ts';

const patienceMs = 30_000;

/** Who stamps seals, and whose stamps count, as the profile in use has it. */
export interface Authority {
  readonly url: string | undefined;
  /** A file of CAs that is there. */
  readonly ca: string | undefined;
  readonly timeoutMs: number;
}

/** Without a profile nobody is asked. Why one that is there cannot be used is said by `onFault`. */
export async function authorityOf(
  context: CommandContext,
  onFault: (why: string) => void = () => undefined,
): Promise<Authority> {
  const { globals, program } = context;
  try {
    const { timestamp, timeoutMs } = await program.profile(globals.profile);
    const file = timestamp?.caFile;
    return {
      url: timestamp?.url,
      ca: file === undefined ? undefined : await caFile(file, context),
      timeoutMs: globals.timeout ?? timeoutMs ?? patienceMs,
    };
  } catch (error) {
    if (!isCbError(error, 'Config', 'NotFound')) throw error;
    onFault(error.message);
    return { url: undefined, ca: undefined, timeoutMs: patienceMs };
  }
}

/** What became of the time stamp of a seal that was made. */
export interface Stamping {
  /** The time that it has: RFC 3339. */
  readonly stamped?: string;
  /** The seal stands without one. */
  readonly failed?: CbError;
}

/** Has a seal stamped, unless it is already: an earlier time proves more. A seal is never lost by it. */
export async function stampSeal(
  place: TranscriptFolder,
  { name }: Pick<Seal, 'name'>,
  authority: Authority,
  context: CommandContext,
): Promise<Stamping> {
  const signature = await wholeFile(place, name);
  const before = await stampThere(place, name);
  if (before?.isOf(signature) === true) return { stamped: before.at };
  // That of a seal that was made anew; what cannot be read here may be one of this seal all the same.
  if (before?.isOf(signature) === false)
    await context.runtime.files.remove(`${place.path}/${timestampOf(name)}`);
  if (authority.url === undefined) return {};
  const { host } = new URL(authority.url);
  const task = context.runtime.progress.start(`asking ${host} for the time`);
  try {
    return { stamped: await askFor(place, name, signature, { ...authority, url: authority.url }, context) };
  } catch (error) {
    if (!isCbError(error, 'Network', 'Tls', 'Timeout', 'BadReply', 'Config', 'LocalFile')) throw error;
    return {
      failed: new CbError('Partial', `${name} is made, and not time-stamped: ${error.message}`, {
        hint: 'cblr transcript seal asks again for those that have no time stamp; timestamp_url of the profile says whom',
        cause: error,
      }),
    };
  } finally {
    task.stop();
  }
}

/** True where a time stamp says that it is of the seal that lies there. */
export async function isStamped(place: TranscriptFolder, { name }: Pick<Seal, 'name'>): Promise<boolean> {
  if (!(await place.names()).includes(name)) return false;
  return (await stampThere(place, name))?.isOf(await wholeFile(place, name)) === true;
}

/** Undefined where there is none that can be read. */
async function stampThere(place: TranscriptFolder, seal: string): Promise<Timestamp | undefined> {
  if (!(await place.names()).includes(timestampOf(seal))) return undefined;
  const found = readTimestamp(await wholeFile(place, timestampOf(seal)));
  return 'problem' in found ? undefined : found;
}

async function askFor(
  place: TranscriptFolder,
  name: string,
  signature: Uint8Array,
  { url, ca, timeoutMs }: Authority & { readonly url: string },
  context: CommandContext,
): Promise<string> {
  const { program, signal, runtime } = context;
  const query = timestampQuery(signature);
  const reply = await program.timestamp(url, query.bytes, { timeoutMs, most: mostTimestampBytes, signal });
  const answer = answerTo(query, reply, signature);
  const { host } = new URL(url);
  if ('problem' in answer) throw new CbError('BadReply', `what ${host} sent is not kept: ${answer.problem}`);
  const path = `${place.path}/${timestampOf(name)}`;
  await runtime.files.writeAtomic(path, reply, 0o600);
  if (ca === undefined) return answer.at;
  const { state, says, wasAsked } = await checkTimestamp(place, { name, lines: 0 }, ca, context);
  if (state === 'stamped') return answer.at;
  if (!wasAsked) {
    context.note(`${timestampOf(name)}: ${says}`);
    return answer.at;
  }
  await runtime.files.remove(path);
  throw new CbError('BadReply', `what ${host} sent is not kept: ${says}`);
}

interface StampVerdict extends Verdict {
  /** False where there is no program that could check its signature. */
  readonly wasAsked: boolean;
}

/** The time stamp of a seal: whether it is of that, and with CAs that count, whether they vouch for it. */
export async function checkTimestamp(
  place: TranscriptFolder,
  seal: Seal,
  ca: string | undefined,
  context: CommandContext,
): Promise<StampVerdict> {
  const name = timestampOf(seal.name);
  const { lines } = seal;
  const told: Tell = (state, says, wasAsked = true) => ({ name, state, lines, says, wasAsked });
  const found = readTimestamp(await wholeFile(place, name));
  if ('problem' in found) return told('unknown', found.problem);
  const isOf = found.isOf(await wholeFile(place, seal.name));
  if (isOf === false) return told('changed', 'it is a time stamp of something else');
  if (isOf === undefined) return told('unknown', 'it has a hash that is not known here');
  const says = `${found.at}${found.signer === undefined ? '' : `, by ${found.signer}`}`;
  if (ca === undefined)
    return told('unchecked', `it says ${says}: not checked, as no CA is named (--timestamp-ca)`);
  return await checkedBy(ca, { place, seal, found, says }, told, context);
}

type Tell = (state: Verdict['state'], says: string, wasAsked?: boolean) => StampVerdict;

async function checkedBy(
  ca: string,
  stamp: {
    readonly place: TranscriptFolder;
    readonly seal: Seal;
    readonly found: Timestamp;
    readonly says: string;
  },
  told: Tell,
  context: CommandContext,
): Promise<StampVerdict> {
  const { place, seal, found, says } = stamp;
  const at = `${place.path}/${seal.name}`;
  const file = { path: timestampOf(at), stamped: at, ca, atSec: Math.floor(Date.parse(found.at) / 1000) };
  try {
    const checked = await checkStamp(file, context);
    if (checked === 'good') return told('stamped', says);
    if (checked === 'expired')
      return told('unknown', `it says ${says}: the certificates were good then, and one has expired since`);
    return told(checked.fits === false ? 'changed' : 'unknown', checked.why);
  } catch (error) {
    if (!hasLocalCode(error, 'ENOENT')) throw error;
    return told('unknown', `it says ${says}: not checked, as ${error.message} (${error.hint})`, false);
  }
}

/** Bounded, as anything may lie there. */
async function wholeFile(place: TranscriptFolder, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of place.read(name)) {
    bytes += chunk.length;
    if (bytes > mostTimestampBytes) break;
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}
