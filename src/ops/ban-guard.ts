import type { Cb } from '../api/client.ts';
import { CbError, interruptKind, isCbError } from '../errors/cb-error.ts';
import type { Progress } from '../ports/progress.ts';
import type { Questions } from '../ports/questions.ts';
import { shownMd5 } from '../text/md5.ts';
import { shortName } from '../text/short-name.ts';
import { type SeenBinary, sensorCount, whereSeen } from './where-seen.ts';

export interface BanGuard {
  /** `--force`: bans without a question, and where it cannot be looked up. */
  readonly force: boolean;
  /** What is asked where they give no cause for a question; nothing when not given. */
  readonly question?: string;
  /** What bans all the same what is refused without a terminal; `add --force if it is meant` when not given. */
  readonly forceHint?: string;
  readonly ask: Questions;
  readonly dryRun: boolean;
  readonly note: (text: string) => void;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

type Seen = ReadonlyMap<string, SeenBinary>;

/** So many hashes are told of one by one. */
const fewHashes = 5;
const fewHosts = 3;

/**
 * Looks where hashes (lower case) were seen and who signed them, says so, and asks where it is signed by Microsoft or was seen on more than
 * a tenth of the sensors, else `question`; what is on so many needs `--force` where there is no terminal. Throws `Usage` and `Declined`, and gives what it found of
 * each hash; nothing where it could not look.
 */
export async function guardBans(
  cb: Pick<Cb, 'binaries' | 'sensors'>,
  md5s: readonly string[],
  guard: BanGuard,
): Promise<Seen> {
  if (md5s.length === 0) return new Map();
  const { note, force, ask, dryRun } = guard;
  const looked = await lookUp(cb, md5s, guard);
  if (looked === undefined) return new Map();
  const { seen, sensors } = looked;
  const wide = [...seen.values()].filter((each) => isWide(each, sensors));
  const signed = [...seen.values()].filter(isMicrosoft);
  const doubtful = [...new Set([...wide, ...signed])];
  for (const line of linesOf(md5s, seen, sensors, doubtful)) note(line);
  const [first] = wide;
  const found = new Map(md5s.map((md5) => [md5, seen.get(md5) ?? nowhere(md5)]));
  if (force || dryRun) return found;
  if (doubtful.length === 0) {
    if (guard.question !== undefined) await ask.confirm(guard.question);
    return found;
  }
  if (first !== undefined && !ask.canPrompt) {
    throw new CbError(
      'Usage',
      `${named(first)} was seen on ${hostsText(first, sensors)}: more than a tenth`,
      {
        hint: `nothing was banned; ${guard.forceHint ?? 'add --force if it is meant'}`,
        context: { md5: first.md5, host_count: first.hostCount },
      },
    );
  }
  await ask.confirm(questionOf(md5s, { wide, signed, doubtful }, sensors));
  return found;
}

function nowhere(md5: string): SeenBinary {
  return { md5, name: '', hostCount: 0, hosts: [], signature: '', publisher: '' };
}

async function lookUp(
  cb: Pick<Cb, 'binaries' | 'sensors'>,
  md5s: readonly string[],
  { force, note, progress, signal }: BanGuard,
): Promise<{ readonly seen: Seen; readonly sensors: number | undefined } | undefined> {
  const task = progress.start('looking where the hashes were seen');
  try {
    const seen = await whereSeen(cb, md5s, {
      signal,
      onProgress: (done) => task.advance(done, md5s.length, 'items'),
    });
    const isSomewhere = [...seen.values()].some(({ hostCount }) => hostCount > 0);
    return { seen, sensors: isSomewhere ? await sensorCount(cb, signal) : undefined };
  } catch (error) {
    if (signal.aborted) {
      throw new CbError(interruptKind(signal.reason), 'stopped: nothing was banned yet', {
        cause: error,
        hint: 'the same command again does all of it',
      });
    }
    const why = error instanceof Error ? error.message : String(error);
    if (!isCbError(error)) throw error;
    if (!force) {
      throw error.reworded({
        message: `where the hashes were seen cannot be looked up: ${why}`,
        hint: 'nothing was banned; --force bans without looking',
      });
    }
    note(`where the hashes were seen cannot be looked up: ${why}`);
    return undefined;
  } finally {
    task.stop();
  }
}

/** What claims to be Microsoft's and is not signed so is what one wants to ban. */
function isMicrosoft({ publisher, signature }: SeenBinary): boolean {
  return /^microsoft\b/i.test(publisher.trim()) && /^(signed|expired)$/i.test(signature.trim());
}

function isWide({ hostCount }: SeenBinary, sensors: number | undefined): boolean {
  return sensors !== undefined && hostCount * 10 > sensors;
}

function linesOf(
  md5s: readonly string[],
  seen: Seen,
  sensors: number | undefined,
  doubtful: readonly SeenBinary[],
): readonly string[] {
  if (md5s.length <= fewHashes) {
    return md5s.map((md5) => {
      const one = seen.get(md5);
      return one === undefined ? `${shownMd5(md5)}: reported by no sensor` : lineOf(one, sensors);
    });
  }
  const most = Math.max(0, ...[...seen.values()].map(({ hostCount }) => hostCount));
  const where = hostsText({ hostCount: most }, sensors);
  const summary =
    seen.size === 0
      ? `none of the ${count(md5s.length)} hashes was reported by a sensor`
      : `of ${count(md5s.length)} hashes ${count(seen.size)} were seen, on ${where} at most`;
  const shown = doubtful.slice(0, fewHashes).map((each) => lineOf(each, sensors));
  const more = doubtful.length - shown.length;
  return [summary, ...shown, ...(more > 0 ? [`and ${count(more)} more like these`] : [])];
}

/** `79B6…: net.exe, signed by Microsoft Corporation, on 3 of 40 sensors (FIN-WS-07, FIN-WS-08 and 1 more)`. */
function lineOf(seen: SeenBinary, sensors: number | undefined): string {
  const { md5, name, hosts, hostCount } = seen;
  const shown = hosts
    .slice(0, fewHosts)
    .map((host) => shortName(host, 40))
    .join(', ');
  const more = hostCount > fewHosts ? ` and ${count(hostCount - Math.min(fewHosts, hosts.length))} more` : '';
  const where = hosts.length === 0 ? '' : ` (${shown}${more})`;
  const parts = [shortName(name), signedBy(seen), `on ${hostsText(seen, sensors)}${where}`].filter(
    (part) => part !== '',
  );
  return `${shownMd5(md5)}: ${parts.join(', ')}`;
}

function signedBy({ signature, publisher }: SeenBinary): string {
  const by = shortName(publisher, 60);
  if (/^signed$/i.test(signature)) return by === '' ? 'signed' : `signed by ${by}`;
  const word = shortName(signature.toLowerCase(), 40);
  return by === '' ? word : `${word === '' ? '' : `${word}, `}says it is by ${by}`;
}

function hostsText({ hostCount }: Pick<SeenBinary, 'hostCount'>, sensors: number | undefined): string {
  const of = sensors === undefined ? '' : ` of ${count(sensors)}`;
  return `${count(hostCount)}${of} sensor${(sensors ?? hostCount) === 1 ? '' : 's'}`;
}

function questionOf(
  md5s: readonly string[],
  { wide, signed, doubtful }: Readonly<Record<'wide' | 'signed' | 'doubtful', readonly SeenBinary[]>>,
  sensors: number | undefined,
): string {
  const [only] = doubtful;
  if (only !== undefined && md5s.length === 1)
    return `ban ${named(only)}, ${signedBy(only)}, on ${hostsText(only, sensors)}?`;
  const why = [
    ...(signed.length > 0 ? [`${count(signed.length)} signed by Microsoft`] : []),
    ...(wide.length > 0
      ? [`${count(wide.length)} on more than a tenth of ${count(sensors ?? 0)} sensors`]
      : []),
  ];
  return `ban ${count(md5s.length)} hashes, ${why.join(' and ')}?`;
}

function named({ md5, name }: SeenBinary): string {
  return name === '' ? shownMd5(md5) : `${shortName(name)} (${shownMd5(md5)})`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}
