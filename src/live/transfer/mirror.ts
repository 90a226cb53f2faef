import { join } from 'node:path';
import type { HeldFolder } from '../../ports/local-files.ts';
import { isManifestName, partName } from '../../text/local-name.ts';
import type { FileEntry } from '../file-entry.ts';
import type { Workplace } from '../workplace.ts';
import { type DownloadOptions, downloadTo } from './download.ts';
import {
  keyOf,
  type MirrorPlace,
  type MirrorPlan,
  type PlannedFile,
  type PlanOptions,
  planMirror,
  rootPlace,
} from './mirror-plan.ts';
import { Failures, type Transferred } from './tree.ts';

export type Mirrored =
  | { readonly kind: 'file'; readonly row: Transferred }
  | { readonly kind: 'newer' | 'planned' | 'deleted' | 'to delete'; readonly row: Transferred };

export interface MirrorOptions extends PlanOptions, Pick<DownloadOptions, 'manifest' | 'signal'> {
  /** What is here and not on the sensor is deleted. */
  readonly deletes: boolean;
  /** Local files that were written later stay. */
  readonly keepNewer: boolean;
  /** The plan is shown, and nothing is done. */
  readonly isDry: boolean;
  /** Called with the plan before anything is done; what it throws is thrown. */
  readonly confirm: (plan: MirrorSummary) => Promise<void>;
  readonly onProgress: (remote: string, ...progress: Parameters<DownloadOptions['onProgress']>) => void;
}

export interface MirrorSummary extends Pick<MirrorPlan, 'same' | 'isWhole'> {
  /** Local paths that would be replaced by older ones. */
  readonly newer: readonly string[];
  /** Local paths that would be deleted. */
  readonly extra: readonly string[];
}

interface Extra {
  readonly folder: HeldFolder;
  readonly name: string;
}

/** Makes a local folder hold what a directory of the sensor holds: only what is not there, or differs, is fetched. */
export async function* mirrorTree(
  work: Workplace,
  start: FileEntry,
  folder: string,
  options: MirrorOptions,
): AsyncGenerator<Mirrored> {
  const isThere = (await work.files.stat(folder)) !== undefined;
  await using holder = new Holder(work, folder);
  const root = rootPlace(folder, isThere ? await holder.hold() : undefined, () => holder.make());
  const plan = await planMirror(work, start.path, root, options);
  const extra = options.deletes && plan.isWhole ? await extrasOf(plan.places) : [];
  const newer = plan.files.filter(({ state }) => state === 'newer');
  await options.confirm({
    same: plan.same,
    isWhole: plan.isWhole,
    newer: options.keepNewer ? [] : newer.map(localOf),
    extra: extra.map(localOf),
  });
  for (const row of plan.rows) yield { kind: 'file', row };
  const failures = new Failures(options.signal);
  for (const place of options.isDry ? [] : plan.places) {
    try {
      await place.make();
    } catch (error) {
      yield { kind: 'file', row: failures.row('', place.path, error) };
    }
  }
  for (const file of plan.files) {
    const row = { ...plain(file), outcome: 'done' } as const;
    if (options.keepNewer && file.state === 'newer') yield { kind: 'newer', row };
    else if (options.isDry) yield { kind: 'planned', row };
    else yield { kind: 'file', row: await fetched(work, file, options, failures) };
  }
  for (const each of extra) {
    const row = {
      remote: '',
      local: localOf(each),
      size: undefined,
      sha256: undefined,
      outcome: 'done',
    } as const;
    if (!options.isDry) {
      await each.folder.remove(each.name, { recursive: true });
      work.recorder.tell('local', { action: 'removed', path: localOf(each) });
      await options.manifest?.removed(each.folder, each.name);
    }
    yield { kind: options.isDry ? 'to delete' : 'deleted', row };
  }
}

/** The folder, held from when it is there. */
class Holder implements AsyncDisposable {
  readonly #work: Workplace;
  readonly #path: string;
  #held: HeldFolder | undefined;

  constructor(work: Workplace, path: string) {
    this.#work = work;
    this.#path = path;
  }

  async hold(): Promise<HeldFolder> {
    this.#held ??= await this.#work.files.holdFolder(this.#path);
    return this.#held;
  }

  async make(): Promise<HeldFolder> {
    if (this.#held === undefined) await this.#work.files.makeDirectory(this.#path, { parents: true });
    return await this.hold();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#held?.[Symbol.asyncDispose]();
  }
}

function plain(file: PlannedFile): Omit<Transferred, 'outcome'> {
  return { remote: file.entry.path, local: localOf(file), size: file.entry.size, sha256: undefined };
}

function localOf(
  at: { readonly name: string } & ({ readonly folder: HeldFolder } | { readonly place: MirrorPlace }),
): string {
  return join('folder' in at ? at.folder.path : at.place.path, at.name);
}

async function fetched(
  work: Workplace,
  { entry, place, name }: PlannedFile,
  { manifest, signal, onProgress }: MirrorOptions,
  failures: Failures,
): Promise<Transferred> {
  try {
    const folder = await place.make();
    const got = await downloadTo(
      work,
      entry,
      { folder, name },
      {
        resume: (await folder.stat(partName(name))) !== undefined,
        force: true,
        keepTime: true,
        manifest,
        signal,
        onProgress: (...progress) => onProgress(entry.path, ...progress),
      },
    );
    return failures.passed({ ...got, outcome: 'done' });
  } catch (error) {
    return failures.row(entry.path, join(place.path, name), error);
  }
}

/** What is here and not on the sensor; what grows beside a file while it is fetched belongs to it. */
async function extrasOf(places: readonly MirrorPlace[]): Promise<readonly Extra[]> {
  const extras: Extra[] = [];
  for (const { there, taken } of places) {
    for (const { name } of there === undefined ? [] : await there.list()) {
      const whole = name.replace(/\.part(?:\.json|\.lock)?$/, '');
      const isTheirs = !taken.has(keyOf(name)) && !taken.has(keyOf(whole)) && !isManifestName(whole);
      if (there !== undefined && isTheirs) extras.push({ folder: there, name });
    }
  }
  return extras;
}
