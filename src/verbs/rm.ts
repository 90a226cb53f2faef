import { CbError, isCbError, mayBeDone } from '../errors/cb-error.ts';
import type { FileEntry } from '../live/file-entry.ts';
import { refuseRoot } from '../live/remove-tree.ts';
import { isFolderError } from '../live/transfer/tree.ts';
import { type RowOutcome, rows } from '../spec/result.ts';
import { shortName } from '../text/short-name.ts';
import type { TypedGlob } from '../text/typed-glob.ts';
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
  wireAtTimes: ['create process'],
  effect: 'destroys',
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
    if (await context.ask.confirm(question(entries, recursive, context)))
      await tellNew(path, entries, context);
    const [only] = entries;
    if (only === undefined || entries.length > 1) {
      return rows(removeAll(entries, recursive, context), columns(context.dryRun), {
        noun: 'entries',
        outcome: (row): RowOutcome => row.outcome,
      });
    }
    await remove(only, recursive, context);
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

function question(entries: readonly FileEntry[], recursive: boolean, { live }: VerbContext): string {
  const all = recursive && entries.some((entry) => entry.isDirectory) ? ' with everything in it' : '';
  return `delete ${named(entries.map((entry) => entry.path))}${all} on ${shortName(live.session.sensor.hostname)}?`;
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
  context: VerbContext,
): AsyncGenerator<Removed> {
  for (const entry of entries) {
    try {
      await remove(entry, recursive, context);
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

async function remove(entry: FileEntry, recursive: boolean, { live, writes }: VerbContext): Promise<void> {
  // Such a name would delete something else than what was listed.
  if (!live.paths.isName(entry.name) && !live.paths.same(entry.name, live.paths.basename(entry.path))) {
    throw new CbError('Usage', `${entry.name} cannot be a name: it is not deleted`, {
      hint: 'the sensor shows a name with a separator in it',
    });
  }
  if (!entry.isDirectory) return await live.files.remove(entry.path, writes);
  if (!recursive) throw isFolderError(entry.path, 'rm');
  await live.files.removeTree(entry, writes);
}
