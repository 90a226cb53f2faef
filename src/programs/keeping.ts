import type { CaseFolder } from '../cases/case-folder.ts';
import type { Profile } from '../config/profile.ts';
import { stateDirectory } from '../config/state-directory.ts';
import type { Keeper } from '../ports/keeper.ts';
import type { Questions } from '../ports/questions.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { TimedIsolations } from '../ports/timed-isolations.ts';
import type { RunOptions } from '../run/run-call.ts';
import type { Globals } from '../spec/globals.ts';
import { formatBytes } from '../text/bytes.ts';
import type { Recorder } from '../transcript/recorder.ts';
import type { UndoPlace } from '../undo/kinds/thing-kind.ts';
import type { StepFolder } from '../undo/step-folder.ts';
import type { KeeperDeps, StepKeeper } from '../undo/step-keeper.ts';
import type { StepHead } from '../undo/undo-step.ts';
import type { Undoing } from '../undo/undoing.ts';

/** Makes what the verbs and commands of one process keep what they change with. */
export interface Keeping {
  /** For one call of a verb. */
  keeper(run: KeepingRun, place: UndoPlace, ask: Questions): Keeper;
  undoing(run: KeepingRun): Promise<Undoing>;
  /** That sensors are isolated for a time. */
  isolations(): Promise<TimedIsolations>;
}

type KeepingRun = Pick<RunOptions, 'globals' | 'recorded' | 'note'>;

interface KeepingDeps {
  readonly program: string;
  readonly runtime: Runtime;
  readonly recorder: Recorder;
  readonly note: (text: string) => void;
  readonly profile: () => Promise<Profile>;
  readonly openCase: () => Promise<CaseFolder | undefined>;
}

/** Of one verb; the profile may say how many bytes. */
const most = { bytes: 64 * 1024 * 1024, files: 200 };
/** What files held is kept for so long, and so many bytes of it; the profile may say how many (docs/undo.md). */
const keptDays = 90;
const keptMs = keptDays * 86_400_000;
const mostKept = 4 * 1024 ** 3;

export function makeKeeping({ program, runtime, recorder, note, profile, openCase }: KeepingDeps): Keeping {
  const run = `${runtime.pid}-${runtime.clock.now()}`;
  let hasSaid = false;
  /** Bytes that lie there, of others' as they were at the first look; undefined before. */
  let lying: number | undefined;

  /** Beside the transcript; undefined where there is none. */
  const folderOf = async (globals: Partial<Globals>): Promise<StepFolder | undefined> => {
    const { transcriptPlace } = await import('./open-transcript.ts');
    const { StepFolder: Folder } = await import('../undo/step-folder.ts');
    const around = { runtime, globals, folder: await openCase() };
    const place = await transcriptPlace(await profile(), around);
    if (place === undefined) return undefined;
    const folder = 'folder' in place ? place.folder : place.file.replace(/[\\/][^\\/]*$/, '');
    const own = { pid: runtime.pid, uid: runtime.uid, isAlive: runtime.isRunning };
    return new Folder(folder, { ...runtime, own });
  };

  const isOff = async ({ noUndo }: Partial<Globals>): Promise<boolean> =>
    noUndo === true || (await profile()).undoMax === 0;

  /** At the first change of a process, and where it has kept too much since. What belongs to a case stays with it. */
  const makeRoom = async (folder: StepFolder): Promise<void> => {
    const most = (await profile()).undoTotal ?? mostKept;
    const bound = most === 0 ? Number.POSITIVE_INFINITY : most;
    if (lying !== undefined && lying <= bound) return;
    if ((await openCase()) !== undefined) return;
    const cleared = await folder.removeKept({ beforeMs: runtime.clock.now() - keptMs, most: bound });
    lying = cleared.bytes;
    const say = (steps: readonly number[], why: () => string): void => {
      if (steps.length === 0) return;
      const which = `step${steps.length === 1 ? '' : 's'} ${steps.join(', ')}`;
      note(`what was kept of files for undo of ${which} is removed: ${why()}`);
    };
    say(cleared.old, () => `it was older than ${keptDays} days`);
    say(cleared.room, () => `all of it was more than ${formatBytes(most)} (undo_total)`);
  };

  const keptFolder = async (globals: Partial<Globals>): Promise<StepFolder | undefined> => {
    if (await isOff(globals)) return undefined;
    const folder = await folderOf(globals);
    if (folder === undefined && !hasSaid) {
      hasSaid = true;
      note('no transcript is kept: what is changed cannot be undone');
    }
    if (folder === undefined) return undefined;
    // It lies beside the transcript, whose folder must be one that we may write to.
    await recorder.ready();
    await makeRoom(folder);
    return folder;
  };

  const stepKeeper = async (
    { globals, recorded }: KeepingRun,
    place: UndoPlace,
    { onUnkept, undoes }: Pick<KeeperDeps, 'onUnkept'> & { readonly undoes?: number },
  ): Promise<StepKeeper> => {
    const { StepKeeper: Kept } = await import('../undo/step-keeper.ts');
    const { undoMax, url } = await profile();
    const sensor = place.live?.session.sensor;
    const head: StepHead = {
      at: new Date(runtime.clock.now()).toISOString(),
      program,
      run,
      ...recorded,
      server: url,
      user: runtime.user(),
      sensor: sensor?.id,
      host: sensor?.hostname,
      undoes,
    };
    let folder: Promise<StepFolder | undefined> | undefined;
    return new Kept({
      // Asked before each of many changes.
      folder() {
        folder ??= keptFolder(globals);
        return folder;
      },
      head: async () => head,
      place,
      limits: { ...most, ...(undoMax === undefined ? {} : { bytes: undoMax }) },
      recorder,
      onUnkept,
      onKept(bytes) {
        if (lying !== undefined) lying += bytes;
      },
    });
  };

  return {
    keeper(how, place, ask) {
      const onUnkept = async (path: string, why: string): Promise<void> => {
        if (ask.canPrompt && !ask.yes) await ask.confirm(`${path} cannot be undone (${why}): go on?`);
        else how.note(`${path} cannot be undone: ${why}`);
      };
      let made: Promise<StepKeeper> | undefined;
      const theirs = () => {
        made ??= stepKeeper(how, place, { onUnkept });
        return made;
      };
      return {
        isKeeping: async () => await (await theirs()).isKeeping(),
        tooMuch: async (sizes) => await (await theirs()).tooMuch(sizes),
        change: async (changes, act, left) => await (await theirs()).change(changes, act, left),
      };
    },
    async isolations() {
      const { KeptIsolations } = await import('../own/timed-isolations.ts');
      const { url, name } = await profile();
      const origin = { server: url, profile: name, user: runtime.user() };
      return new KeptIsolations(runtime.files, runtime, stateDirectory(runtime), origin);
    },
    async undoing(how) {
      const { Undoing: Work } = await import('../undo/undoing.ts');
      return new Work({
        folder: () => folderOf(how.globals),
        keeper: (undoes, place) => stepKeeper(how, place, { onUnkept: async () => undefined, undoes }),
        isKeptOff: await isOff(how.globals),
        server: async () => (await profile()).url,
        run,
        recorder,
        nowMs: runtime.clock.now,
      });
    },
  };
}
