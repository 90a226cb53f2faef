import type Conf from 'conf';
import { CbError } from '../errors/cb-error.ts';
import type { LocalFiles, LocalStat } from '../ports/local-files.ts';

/** What is remembered between runs and may be lost at any time: nothing secret. Errors are `LocalFile`. */
export interface State {
  get(key: string): Promise<unknown>;
  /** `undefined` takes the key out. */
  set(key: string, value: unknown): Promise<void>;
}

/**
 * A state in `DIRECTORY/state.json`, 0600, in a folder 0700. Nothing is loaded or made before it is used; a broken file starts anew. What
 * another account has put there, a link and a pipe are neither read nor written. `uid` is this user's, -1 where the platform knows none.
 */
export function openState(
  directory: string,
  files: Pick<LocalFiles, 'makeDirectory' | 'stat' | 'readText'>,
  uid: number,
): State {
  let opened: Promise<Conf<Record<string, unknown>>> | undefined;
  const open = (): Promise<Conf<Record<string, unknown>>> => {
    opened ??= (async () => {
      await files.makeDirectory(directory, { parents: true, mode: 0o700 });
      await mustBeOurs(directory, files, uid);
      const { default: Store } = await import('conf');
      return new Store<Record<string, unknown>>({
        cwd: directory,
        configName: 'state',
        configFileMode: 0o600,
        clearInvalidConfig: true,
        accessPropertiesByDotNotation: false,
      });
    })();
    return opened;
  };
  return {
    get: (key) => attempt(directory, async () => (await open()).get(key)),
    set: (key, value) =>
      attempt(directory, async () => {
        const store = await open();
        if (value === undefined) store.delete(key);
        else store.set(key, value);
      }),
  };
}

/**
 * conf opens its file by name, through links and pipes: that is safe only where nobody else can put any there, so that what was looked at
 * is what it finds.
 */
async function mustBeOurs(
  directory: string,
  files: Pick<LocalFiles, 'stat' | 'readText'>,
  uid: number,
): Promise<void> {
  const check = (path: string, { uid: owner, mode }: LocalStat, others: number): void => {
    if (uid < 0) return;
    if (owner !== uid)
      throw new CbError('LocalFile', `${path} belongs to another user`, { hint: 'remove it' });
    if ((mode & others) !== 0)
      throw new CbError('LocalFile', `${path} can be written by others`, { hint: `chmod go-w ${path}` });
  };
  const folder = await files.stat(directory);
  if (folder !== undefined) check(directory, folder, 0o022);
  const path = `${directory}/state.json`;
  if ((await files.stat(path)) === undefined) return;
  await files.readText(path, { noFollow: true, check: (opened) => check(path, opened, 0o022) });
}

async function attempt<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof CbError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CbError('LocalFile', `the state in ${directory} cannot be used: ${why}`, {
      hint: 'look at the owner and mode of that folder; XDG_STATE_HOME names another place',
      cause,
      context: { path: directory },
    });
  }
}
