import { CbError, isCbError, mayBeDone } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { refuseRoot } from '../live/remove-tree.ts';
import { isFolderError } from '../live/transfer/tree.ts';
import type { ThingChange } from '../ports/keeper.ts';
import { type RowOutcome, rows } from '../spec/result.ts';
import { shortName } from '../text/short-name.ts';
import type { TypedGlob } from '../text/typed-glob.ts';
import { noThing } from '../undo/states.ts';
import { written } from '../views/written.ts';
import { type VerbContext, verb } from './context.ts';
import { named } from './named.ts';

interface Removed {
  readonly path: string;
  readonly outcome: 'done' | { readonly failed: unknown };
}

export const rm = verb({
  name: 'rm',
  aliases: ['del'],
  about: 'delete files on the sensor',
  details:
    "With -r directories go with all in them: by the sensor's own cmd.exe or rm, as there is no command for it on the wire; it is checked afterwards. A root is refused.",
  group: 'files',
  wire: ['directory list', 'delete file'],
  wireAtTimes: ['create process', 'get file'],
  effect: 'destroys',
  undo: 'kept',
  question: 'own',
  operands: { path: { kind: 'remoteGlob', many: true, about: 'file, wildcard, or with -r a directory' } },
  options: { recursive: { kind: 'flag', short: 'r', about: 'directories with all in them' } },
  inRegistry: ['reg delete KEY\\VALUE', 'reg delete --key KEY'],
  search: ['delete', 'erase', 'remove', 'unlink', 'rmdir', 'rd'],
  examples: [
    { line: 'rm C:\\Users\\Administrator\\Documents\\diary.txt', shows: 'one file' },
    { line: 'rm -r "C:\\Users\\Jörg Müller\\Downloads"', shows: 'a directory with all in it' },
  ],

  async run({ path, recursive }, context) {
    const entries = await find(path, recursive, context);
    const kept = await whatGoes(entries, context);
    if (await context.ask.confirm(question(entries, recursive, kept, context)))
      await tellNew(path, entries, context);
    const [only] = entries;
    if (only === undefined || entries.length > 1) {
      return rows(removeAll(entries, recursive, kept, context), columns(context.dryRun), {
        noun: 'entries',
        outcome: (row): RowOutcome => row.outcome,
      });
    }
    await remove(only, recursive, kept, context);
    return written(context, `deleted ${only.path}`, { path: only.path });
  },
});

function columns(dryRun: boolean) {
  return [
    {
      field: 'outcome',
      head: 'result',
      of: ({ outcome }: Removed) =>
        outcome === 'done'
          ? dryRun
            ? 'not sent'
            : 'deleted'
          : mayBeDone(outcome.failed)
            ? 'unknown'
            : 'failed',
    },
    { field: 'path', head: 'path', of: ({ path }: Removed) => path },
  ];
}

/** What goes with each entry, the innermost first, and whether all of that can be kept. */
interface Going {
  readonly below: ReadonlyMap<FileEntry, readonly FileEntry[]>;
  readonly not: string | undefined;
}

async function whatGoes(entries: readonly FileEntry[], context: VerbContext): Promise<Going> {
  const { live, keeper, signal, ask, note } = context;
  const below = new Map<FileEntry, readonly FileEntry[]>();
  if (!(await keeper.isKeeping())) return { below, not: undefined };
  const sizes = entries.map(({ size }) => size);
  let not = await keeper.tooMuch(sizes);
  for (const start of entries.filter(({ isDirectory, isLink }) => isDirectory && !isLink)) {
    const inside: FileEntry[] = [start];
    const onError = (): void => {
      not ??= 'not all of it can be seen';
    };
    for await (const entry of live.files.walk(start.path, { signal, onError })) {
      sizes.push(entry.isDirectory ? 0 : entry.size);
      not ??= await keeper.tooMuch(sizes);
      if (not !== undefined) break;
      inside.push(entry);
    }
    below.set(start, inside.reverse());
  }
  if (not !== undefined && (ask.yes || !ask.canPrompt)) note(`this cannot be undone: ${not}`);
  return { below, not };
}

function question(
  entries: readonly FileEntry[],
  recursive: boolean,
  { not }: Going,
  { live }: VerbContext,
): string {
  const all = recursive && entries.some((entry) => entry.isDirectory) ? ' with everything in it' : '';
  return `delete ${named(entries.map((entry) => entry.path))}${all} on ${shortName(live.session.sensor.hostname)}${not === undefined ? '' : ` (cannot be undone: ${not})`}?`;
}

/** What was asked about is what is deleted: what wildcards mean by now, too, is only told. */
async function tellNew(
  typed: readonly TypedGlob[],
  asked: readonly FileEntry[],
  { live, signal, note }: VerbContext,
): Promise<void> {
  const known = new Set(asked.map(({ path }) => path));
  for (const glob of typed) {
    if (live.files.named(glob) !== undefined) continue;
    const now = await live.files.expand(glob, { signal }).catch((error: unknown) => {
      if (isCbError(error, 'NotOnSensor')) return [];
      throw error;
    });
    const came = now.filter(({ path }) => !known.has(path)).map(({ path }) => path);
    if (came.length > 0) note(`came since the question, not deleted: ${named(came)}`);
  }
}

/** Everything is looked up, and refused if need be, before the first thing is deleted. */
async function find(
  typed: readonly TypedGlob[],
  recursive: boolean,
  { live, signal }: VerbContext,
): Promise<readonly FileEntry[]> {
  for (const glob of typed) refuseRoot(live.paths, live.files.named(glob) ?? live.resolve(glob.typed));
  const entries = new Map<string, FileEntry>();
  for (const glob of typed) {
    for (const entry of await live.files.expand(glob, { signal })) entries.set(entry.path, entry);
  }
  const found = [...entries.values()];
  const [only] = found;
  if (found.length === 1 && only?.isDirectory === true && !recursive) throw isFolderError(only.path, 'rm');
  return found;
}

async function* removeAll(
  entries: readonly FileEntry[],
  recursive: boolean,
  kept: Going,
  context: VerbContext,
): AsyncGenerator<Removed> {
  for (const entry of entries) {
    try {
      await remove(entry, recursive, kept, context);
      yield { path: entry.path, outcome: 'done' };
    } catch (error) {
      const goesOn = isCbError(
        error,
        'CommandFailed',
        'NotOnSensor',
        'Usage',
        'SessionLost',
        'ServerError',
        'BadReply',
      );
      if (context.signal.aborted || !goesOn) throw error;
      yield { path: entry.path, outcome: { failed: error } };
    }
  }
}

async function remove(
  entry: FileEntry,
  recursive: boolean,
  { below, not }: Going,
  { live, writes, keeper }: VerbContext,
): Promise<void> {
  // Such a name would delete something else than what was listed.
  if (!live.paths.isName(entry.name) && !live.paths.same(entry.name, live.paths.basename(entry.path))) {
    throw new CbError('Usage', `${entry.name} cannot be a name: it is not deleted`, {
      hint: 'the sensor shows a name with a separator in it',
    });
  }
  if (entry.isDirectory && !recursive) throw isFolderError(entry.path, 'rm');
  const all = not === undefined ? (below.get(entry) ?? [entry]) : [entry];
  const changes = all.map((found): ThingChange => {
    const thing = { kind: 'file', path: found.path } as const;
    return { thing, found, left: noThing, not };
  });
  await keeper.change(changes, () =>
    entry.isDirectory ? live.files.removeTree(entry, writes) : live.files.remove(entry.path, writes),
  );
}
