import type { CaseFolder } from '../cases/case-folder.ts';
import type { Profile } from '../config/profile.ts';
import { CbError, interruptKind, isCbError } from '../errors/cb-error.ts';
import type { ErrorKind } from '../errors/exit-codes.ts';
import type { LastLook } from '../live/close-ours.ts';
import type { LeaveOptions, Live } from '../live/live.ts';
import type { SessionStore } from '../live/store.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Clock } from '../ports/clock.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Globals } from '../spec/globals.ts';
import { formatDuration } from '../text/age.ts';
import { unaskedLocalName } from '../text/local-name.ts';
import type { Recorder } from '../transcript/recorder.ts';

/** The sessions that this process closes, their archives before that where they are wanted. */
export interface Archives {
  /** The last look at a session, at which its archive is fetched where it is wanted. Never fails: what is not there is said. */
  lastLook(of: ArchivedSession, hurry: AbortSignal | undefined): LastLook;
  /** Why the program ends as it does though all went well: an archive that is wanted is not there. */
  readonly missing: ErrorKind | undefined;
}

export interface ArchivedSession {
  readonly sensor: { readonly id: number; readonly hostname: string };
  storeOf(sessionId: number): SessionStore;
}

export interface ArchivesDeps {
  readonly runtime: Runtime;
  readonly globals: Partial<Globals>;
  readonly recorder: Recorder;
  readonly note: (text: string) => void;
  readonly profile: () => Promise<Profile>;
  readonly openCase: () => Promise<CaseFolder | undefined>;
  readonly manifest: (globals: Partial<Globals>) => Promise<Manifest | undefined>;
  readonly stateFolder: () => string;
}

/** Who leaves waits no longer for an archive: it can be fetched later, as long as the server keeps it. */
const archiveMs = 60_000;
/** For its first byte, and for the next one. */
const silenceMs = 10_000;

export function makeArchives(deps: ArchivesDeps): Archives {
  let missing: ErrorKind | undefined;
  return {
    get missing() {
      return missing;
    },
    lastLook(of, hurry) {
      return async (sessionId, unreachable) => {
        try {
          if (!(await isWanted(deps))) return;
          if (unreachable !== undefined) throw unreachable;
          await fetchOnLeaving(of, sessionId, hurry, deps);
        } catch (error) {
          const fault = hurry?.aborted === true ? stopped(hurry) : error;
          if (!isCbError(fault)) throw fault;
          missing ??= isCbError(fault, 'Interrupted', 'Terminated') ? fault.kind : 'Partial';
          deps.recorder.tell('unarchived', { session: sessionId, why: fault.message });
          const how = isCbError(fault, 'Integrity') ? 'is not whole' : 'was not fetched';
          deps.note(
            `the archive of session ${sessionId} on ${of.sensor.hostname} ${how} (${fault.message}); cblr session archive ${sessionId} fetches it while the server keeps it`,
          );
        }
      };
    },
  };
}

/** Leaves it by the rules of cli.md, with the last look that is wanted. */
export async function leaveLive(
  live: Live | undefined,
  how: Omit<LeaveOptions, 'lastLook'>,
  archives: Archives,
): Promise<void> {
  if (live === undefined) return;
  const { sensor } = live.session;
  const of = { sensor, storeOf: (id: number) => live.storeOf(id) };
  await live.leave({ ...how, lastLook: archives.lastLook(of, how.hurry) });
}

/** A line says it, else the profile; else it is wanted for a case. */
async function isWanted({ globals, profile, openCase }: ArchivesDeps): Promise<boolean> {
  if (globals.dryRun === true) return false;
  if (globals.archive !== undefined) return globals.archive;
  const { archive } = await profile();
  if (archive !== undefined) return archive !== 'off';
  return (await openCase()) !== undefined;
}

async function fetchOnLeaving(
  { sensor, storeOf }: ArchivedSession,
  sessionId: number,
  hurry: AbortSignal | undefined,
  deps: ArchivesDeps,
): Promise<void> {
  hurry?.throwIfAborted();
  const { runtime, globals } = deps;
  const { mustBeWhole } = await import('../archive/whole.ts');
  const typed = await folderFor(sensor, deps);
  const name = await freeName(typed, `${sensor.hostname}-session-${sessionId}`, runtime);
  const manifest = await deps.manifest({ ...globals, manifest: true });
  await inTime(runtime.clock, hurry, async (signal) => {
    const target = { typed, force: false, signal, timeoutMs: silenceMs, manifest };
    const { local } = await storeOf(sessionId).fetchArchive(name, target);
    await mustBeWhole(local, { files: runtime.files, signal });
  });
}

async function inTime(
  clock: Clock,
  hurry: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const isIn = new AbortController();
  const overdue = new AbortController();
  void clock.sleep(archiveMs, isIn.signal, true).then(
    () => overdue.abort(),
    () => undefined,
  );
  try {
    await work(AbortSignal.any([overdue.signal, ...(hurry === undefined ? [] : [hurry])]));
  } catch (error) {
    if (!overdue.signal.aborted) throw error;
    throw new CbError('Timeout', `it did not come within ${formatDuration(archiveMs)}`);
  } finally {
    isIn.abort();
  }
}

/** In a case where what is fetched from the sensor lies; else where the profile says, or below the state folder. */
async function folderFor(
  { id, hostname }: ArchivedSession['sensor'],
  { runtime, profile, openCase, stateFolder }: ArchivesDeps,
): Promise<string> {
  const { name, url, archive } = await profile();
  const folder = await openCase();
  if (folder !== undefined) {
    const { evidenceFolder } = await import('../cases/evidence.ts');
    return await evidenceFolder(folder, { server: url, sensor: id, host: hostname }, '', runtime.files);
  }
  const named = archive === 'on-leave' || archive === 'off' ? undefined : archive;
  const { profileFolder } = await import('../transcript/names.ts');
  const place = named ?? `${stateFolder()}/archives/${profileFolder(name)}`;
  await runtime.files.makeDirectory(place, { parents: true, mode: 0o700 });
  return `${place}/`;
}

/** One that was fetched before stays as it is: sessions of another server have the same numbers. */
async function freeName(folder: string, begin: string, { files }: Runtime): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = unaskedLocalName(`${begin}${number === 1 ? '' : `-${number}`}.tar.gz`);
    if ((await files.stat(`${folder}${name}`)) === undefined) return name;
  }
}

function stopped({ reason }: AbortSignal): CbError {
  return new CbError(interruptKind(reason), 'stopped', { cause: reason });
}
