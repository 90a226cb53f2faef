import type Conf from 'conf';
import { CbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';

const mostBytes = 4 * 1024 * 1024;

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
  files: Pick<LocalFiles, 'makeDirectory' | 'stat' | 'readOwn'>,
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
  files: Pick<LocalFiles, 'stat' | 'readOwn'>,
  uid: number,
): Promise<void> {
  const folder = uid < 0 ? undefined : await files.stat(directory);
  if (folder !== undefined && folder.uid !== uid)
    throw refused(directory, 'belongs to another user', 'remove it');
  if (folder !== undefined && (folder.mode & 0o022) !== 0)
    throw refused(directory, 'can be written by others', `chmod go-w ${directory}`);
  const path = `${directory}/state.json`;
  const own = await files.readOwn(path, { uid, most: mostBytes, others: 'read' });
  if (own === undefined || !('fault' in own)) return;
  throw refused(path, own.why, own.fault === 'mode' ? `chmod go-w ${path}` : 'remove it');
}

function refused(path: string, why: string, hint: string): CbError {
  return new CbError('LocalFile', `${path} ${why}`, { hint });
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
