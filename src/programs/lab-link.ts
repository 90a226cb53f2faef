import { CbError, isCbError } from '../errors/cb-error.ts';
import type { LabOptions, RunningLab } from '../lab/lab.ts';
import type { Runtime } from '../ports/runtime.ts';
import { tokenise } from '../text/tokenise.ts';

/** What a client needs of a lab. */
export interface LabLink {
  readonly url: string;
  readonly token: string;
  readonly fingerprint: string | undefined;
  /** Set where the lab runs in this process. */
  readonly own?: RunningLab;
}

interface LabFile extends LabLink {
  readonly pid: number;
}

const loopback = /^https?:\/\/127\.0\.0\.1:\d{1,5}$/;

/** A lab has one file, by its process: none that ends takes the word of another with it. */
const fileForm = /^([1-9]\d{0,9})\.json$/;
/** Files looked at, the youngest first. */
const mostFiles = 100;

function labsFolder(stateFolder: string): string {
  return `${stateFolder}/labs`;
}

/** Leaves word of a lab of this process, 0600, and takes away what labs left that were killed; resolves to what takes it back. */
export async function announceLab(
  runtime: Runtime,
  stateFolder: string,
  { url, token, fingerprint }: LabLink,
): Promise<() => Promise<void>> {
  const { files, pid } = runtime;
  const path = `${labsFolder(stateFolder)}/${pid}.json`;
  await files.makeDirectory(labsFolder(stateFolder), { parents: true, mode: 0o700 });
  for (const dead of await labFiles(runtime, stateFolder)) {
    if (!runtime.isRunning(dead.pid)) await files.remove(dead.path);
  }
  await files.writeAtomic(path, `${JSON.stringify({ url, token, fingerprint, pid })}\n`, 0o600);
  return async () => {
    // One that is no longer ours is left alone.
    if ((await readLabFile(runtime, path))?.pid === pid) await files.remove(path);
  };
}

/**
 * The lab that runs already, of several the one that was started last - its file must be ours and 0600, its process alive, its address
 * loopback - else undefined. The fingerprint is checked by pinning it.
 */
export async function findRunningLab(runtime: Runtime, stateFolder: string): Promise<LabLink | undefined> {
  for (const { path, pid } of await labFiles(runtime, stateFolder)) {
    const file = await readLabFile(runtime, path);
    if (file?.pid === pid && runtime.isRunning(pid)) return file;
  }
  return undefined;
}

/** The youngest first. */
async function labFiles(runtime: Runtime, stateFolder: string) {
  const { files } = runtime;
  const folder = labsFolder(stateFolder);
  const entries = (await files.stat(folder)) === undefined ? [] : await listing(runtime, folder);
  const found = await Promise.all(
    entries.map(async ({ name }) => {
      const path = `${folder}/${name}`;
      return { path, pid: Number(fileForm.exec(name)?.[1]), at: (await files.stat(path))?.modifiedMs ?? 0 };
    }),
  );
  return found.sort((a, b) => b.at - a.at).slice(0, mostFiles);
}

async function listing({ files }: Runtime, folder: string) {
  try {
    return (await files.list(folder)).filter(({ name }) => fileForm.test(name));
  } catch (error) {
    if (isCbError(error, 'LocalFile')) return [];
    throw error;
  }
}

/** The word that a lab left of itself; undefined where there is none, or it is not ours alone. */
async function readLabFile({ files, uid }: Runtime, path: string): Promise<LabFile | undefined> {
  const own = await files.readOwn(path, { uid, most: 64 * 1024 });
  return own === undefined || 'fault' in own ? undefined : parseLabFile(own.text);
}

function parseLabFile(text: string): LabFile | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof LabFile, unknown>> | null;
    if (value === null || typeof value !== 'object') return undefined;
    const { url, token, fingerprint, pid } = value;
    if (
      typeof url !== 'string' ||
      !loopback.test(url) ||
      typeof token !== 'string' ||
      typeof pid !== 'number'
    )
      return undefined;
    return { url, token, pid, fingerprint: typeof fingerprint === 'string' ? fingerprint : undefined };
  } catch {
    return undefined;
  }
}

/** Starts a lab in this process, with the options of `CBLR_LAB`. */
export async function startOwnLab(runtime: Runtime): Promise<LabLink & { readonly own: RunningLab }> {
  const own = await startLabWith(labWords(runtime.env['CBLR_LAB'] ?? ''), runtime.clock);
  return { url: own.url, token: own.token, fingerprint: own.fingerprint, own };
}

/** Starts a lab with the words of its command line; what it refuses is `Usage`. */
export async function startLabWith(words: readonly string[], time?: LabOptions['time']): Promise<RunningLab> {
  const [{ parseLabArguments }, { startLab }] = await Promise.all([
    import('../lab/arguments.ts'),
    import('../lab/start.ts'),
  ]);
  try {
    return await startLab({ ...parseLabArguments(words), ...(time && { time }) });
  } catch (error) {
    if (isCbError(error)) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new CbError('Usage', 'lab: another program has this port', {
        cause: error,
        hint: 'give another with --port, or none for a free one; --lab of other commands finds a lab that runs already',
      });
    }
    throw new CbError('Usage', `lab: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
      hint: 'cblr lab --help lists its options',
    });
  }
}

function labWords(line: string): readonly string[] {
  const [statement] = tokenise(line).statements;
  return statement?.kind === 'verb' ? statement.words.map((word) => word.text) : [];
}
