import type { Cb } from '../../api/client.ts';
import type { ServerInfo } from '../../api/wire/server-info.ts';
import type { Profile } from '../../config/profile.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { lacksRoute } from '../../errors/server-fault.ts';
import { isOpen } from '../../ops/session-list.ts';
import { formatDay, formatDuration } from '../../text/age.ts';
import type { CommandContext, ShownCertificate } from '../context.ts';

export interface CheckRow {
  readonly check: string;
  readonly result: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly detail: string;
  readonly error?: unknown;
}

/** What the way to the server and back may take of the difference. */
const clockToleranceMs = 5000;

/** Beyond this, a time such as -24h means another one there than the person who types it thinks. */
const clockWarningMs = 5 * 60_000;

/** The checks one after the other, as they are done; what cannot be looked at because of a failure is `skipped`. */
export async function* checkProfile(
  name: string | undefined,
  context: CommandContext,
): AsyncGenerator<CheckRow> {
  const { program, signal } = context;
  const found = await attempt('profile', () => program.profile(name), describeProfile, signal);
  yield found.row;
  const { value: profile } = found;
  if (profile === undefined) {
    yield* skipped('connection', 'certificate', 'token', ...afterConnection);
    return;
  }
  const connection = await connect(profile, context);
  yield* connection.rows;
  const { row: noToken, value: secret } = await attempt('token', profile.token, () => '', signal);
  if (!connection.isUp || secret === undefined) {
    yield secret === undefined
      ? noToken
      : { ...noToken, result: 'skipped', detail: 'there is one, nobody could be asked' };
    yield* skipped(...afterConnection);
    return;
  }
  // token_command is not asked a second time.
  const cb = await program.reach({ ...profile, token: async () => secret });
  try {
    yield* askServer(cb, signal);
  } finally {
    await cb.close();
  }
}

const afterConnection = ['version', 'live response', 'rights', 'clock'];

async function* askServer(cb: Cb, signal: AbortSignal): AsyncGenerator<CheckRow> {
  const info = await attempt('version', () => cb.serverInfo.info({ signal }), describeVersion, signal);
  const { value } = info;
  if (isCbError(info.row.error, 'Auth')) {
    yield { ...info.row, check: 'token' };
    yield* skipped(...afterConnection);
    return;
  }
  const isTaken = value !== undefined;
  yield {
    check: 'token',
    result: isTaken ? 'ok' : 'skipped',
    detail: isTaken ? 'the server takes it' : 'not known',
  };
  yield info.row;
  if (value === undefined) yield* skipped('live response', 'rights');
  else {
    const live = () => checkLiveResponse(cb, value, signal);
    yield (await attempt('live response', live, (open) => `on; open sessions: ${open}`, signal)).row;
    yield (
      await attempt(
        'rights',
        () => rightsOf(cb, signal),
        (words) => words,
        signal,
      )
    ).row;
  }
  yield clockRow(cb);
}

interface Attempted<T> {
  readonly row: CheckRow;
  readonly value: T | undefined;
}

async function attempt<T>(
  check: string,
  work: () => Promise<T>,
  describe: (value: T) => string,
  signal: AbortSignal,
): Promise<Attempted<T>> {
  try {
    const value = await work();
    return { row: { check, result: 'ok', detail: describe(value) }, value };
  } catch (error) {
    signal.throwIfAborted();
    if (!isCbError(error)) throw error;
    return { row: { check, result: 'failed', detail: error.message, error }, value: undefined };
  }
}

function* skipped(...checks: readonly string[]): Generator<CheckRow> {
  for (const check of checks) yield { check, result: 'skipped', detail: '' };
}

function describeProfile(profile: Profile): string {
  const words = [profile.name, profile.url, profile.readonly ? 'readonly' : '', profile.path ?? ''];
  return words.filter((word) => word !== '').join(', ');
}

/** Two rows of one handshake: was anybody there, and was it who it should be. */
async function connect(
  profile: Profile,
  { program, runtime, globals, signal }: CommandContext,
): Promise<{ readonly rows: readonly CheckRow[]; readonly isUp: boolean }> {
  if (!profile.url.startsWith('https:')) {
    const detail = 'none: plain http, to this computer only';
    const connection: CheckRow = { check: 'connection', result: 'skipped', detail: 'see version' };
    return { rows: [connection, { check: 'certificate', result: 'ok', detail }], isUp: true };
  }
  const { tls, proxy, ignoreSystemProxy } = profile;
  const timeoutMs = globals.timeout ?? profile.timeoutMs;
  const startedMs = runtime.clock.monotonic();
  const look = () => program.certificate(profile.url, { tls, proxy, ignoreSystemProxy, signal, timeoutMs });
  const describe = (seen: ShownCertificate) =>
    `${howVerified(profile)}; valid until ${formatDay(seen.validTo.getTime())}; SHA-256 ${seen.fingerprint}`;
  const { row, value } = await attempt('certificate', look, describe, signal);
  const took = `${Math.round(runtime.clock.monotonic() - startedMs)} ms`;
  if (value !== undefined)
    return { rows: [{ check: 'connection', result: 'ok', detail: took }, row], isUp: true };
  const rows: readonly CheckRow[] = isCbError(row.error, 'Tls')
    ? [{ check: 'connection', result: 'ok', detail: took }, row]
    : [{ ...row, check: 'connection' }, ...skipped('certificate')];
  return { rows, isUp: false };
}

function howVerified({ tls }: Profile): string {
  if (tls.pin !== undefined) return 'pinned';
  if (!tls.verify) return 'NOT VERIFIED: ssl_verify is off';
  const by = tls.ca === undefined ? "verified by the system's CAs" : 'verified by ssl_cert_file';
  return tls.verifyHostname ? by : `${by}, its name not compared`;
}

function describeVersion({ version, isCloud }: ServerInfo): string {
  return `${version === '' ? 'not told' : version}${isCloud === true ? ', cloud' : ''}`;
}

/** How many sessions are open. The list itself is refused (412) where it is off and the server information does not say so. */
async function checkLiveResponse(cb: Cb, info: ServerInfo, signal: AbortSignal): Promise<number> {
  const sessions = await cb.liveResponse.sessions({ activeOnly: true, signal });
  if (info.isLiveResponseOn === false) {
    throw new CbError('LiveResponseOff', 'Live Response is switched off, says the server (cblrEnabled)', {
      hint: 'an administrator switches it on in cb.conf or on the Advanced Settings page',
    });
  }
  return sessions.filter(isOpen).length;
}

/** No route tells whose a token is; one that only global administrators may ask tells whether it is one of theirs. */
async function rightsOf(cb: Cb, signal: AbortSignal): Promise<string> {
  try {
    await cb.serverInfo.partitions({ signal });
    return 'a global administrator; the server does not tell whose token it is';
  } catch (error) {
    if (isCbError(error, 'Auth'))
      return 'no global administrator; the server does not tell whose token it is';
    if (lacksRoute(error)) return 'the server does not tell whose token it is';
    throw error;
  }
}

function clockRow({ http }: Cb): CheckRow {
  const { aheadMs } = http.serverClock;
  if (aheadMs === undefined) return { check: 'clock', result: 'skipped', detail: 'the server sends no time' };
  const apartMs = Math.abs(aheadMs);
  if (apartMs <= clockToleranceMs) return { check: 'clock', result: 'ok', detail: 'as here, within seconds' };
  const detail = `the server is ${formatDuration(apartMs)} ${aheadMs > 0 ? 'ahead of' : 'behind'} this computer`;
  if (apartMs <= clockWarningMs) return { check: 'clock', result: 'ok', detail };
  return {
    check: 'clock',
    result: 'warning',
    detail: `${detail}: -24h and the like count from the time here`,
  };
}
