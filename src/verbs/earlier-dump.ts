import { CbError } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { toNumber } from '../text/number.ts';
import type { VerbContext } from './context.ts';
import { named } from './named.ts';

export interface EarlierDump {
  readonly entry: FileEntry;
  /** The session knows that it was made to its end. */
  readonly isWhole: boolean;
}

/** As `memdump` without a name calls it, packed or not. */
const ownName = /^cblr-[0-9a-f]{12}\.dmp(?:\.(?:zip|tgz))?$/i;

/** A dump that is on the sensor: the one at that path, or the only one that was taken without a name. One that is still made is refused. */
export async function earlierDump(remote: string | undefined, context: VerbContext): Promise<EarlierDump> {
  const { live, signal, note } = context;
  const entry =
    remote === undefined ? await onlyOwn(context) : await live.files.findDump(live.resolve(remote), signal);
  if (entry === undefined) throw noDump(`no dump is at ${live.resolve(remote ?? '')}`);
  if (entry.isDirectory) throw new CbError('Usage', `${entry.path} is a directory`);
  const commands = await live.store.commands(signal);
  const made = commands.findLast(
    ({ name, object = '' }) => name === 'memdump' && isOf(entry.path, object, live.paths),
  );
  if (made?.isOver === false) {
    const hint = `commands shows when command ${made.id} is over`;
    throw new CbError('CommandFailed', `${entry.path} is still being made`, { hint });
  }
  const isWhole = made?.state === 'complete' && (toNumber(made.wire['return_code']) ?? 0) === 0;
  if (!isWhole)
    note(`whether ${entry.path} is a whole dump is not known to this session: it stays on the sensor`);
  return { entry, isWhole };
}

async function onlyOwn({ live, signal }: VerbContext): Promise<FileEntry> {
  const folder = live.paths.parent(await live.programs.helpers.newPath('.dmp', signal));
  const entries = await live.files.list(folder, signal);
  const [only, ...others] = entries.filter(({ name, isDirectory }) => !isDirectory && ownName.test(name));
  if (only === undefined) throw noDump(`no dump of ours is in ${folder}`);
  if (others.length === 0) return only;
  const paths = [only, ...others].map(({ path }) => path);
  throw new CbError('Usage', `${paths.length} dumps are there: ${named(paths)}`, {
    hint: 'name one of them',
  });
}

function noDump(message: string): CbError {
  return new CbError('NotOnSensor', message, { hint: 'without --resume one is taken' });
}

/** Packed it has an ending more. */
function isOf(path: string, asked: string, { same }: VerbContext['live']['paths']): boolean {
  return ['', '.zip', '.tgz'].some((end) => same(path, asked + end));
}
