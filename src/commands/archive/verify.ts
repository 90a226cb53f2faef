import type { Held } from '../../archive/held.ts';
import { holdArchive } from '../../archive/hold-archive.ts';
import { isOfArchive } from '../../archive/same-session.ts';
import { readSessionArchive, type SessionArchive } from '../../archive/session-archive.ts';
import { readToldSession, type ToldSession } from '../../archive/told-session.ts';
import { CbError } from '../../errors/cb-error.ts';
import { type Column, type RowOutcome, rows } from '../../spec/result.ts';
import { type CommandContext, command } from '../context.ts';
import {
  allTranscripts,
  type FoundTranscript,
  findTranscript,
  folderAt,
  transcriptsIn,
} from '../transcript/places.ts';

const columns: readonly Column<Held>[] = [
  {
    field: 'state',
    head: 'state',
    of: ({ state }) => state,
    style: ({ state }) => (state === 'ok' ? 'ok' : state === 'open' ? 'warn' : 'bad'),
  },
  { field: 'what', head: 'what', of: ({ what }) => what },
  { field: 'id', head: 'id', of: ({ id }) => id ?? null, align: 'right' },
  { field: 'name', head: 'name', of: ({ name }) => name, firm: true, style: () => 'name' },
  { field: 'detail', head: '', of: ({ says }) => says, whole: true },
];

export const archiveVerify = command({
  name: 'archive verify',
  about: 'hold the archive of a session against transcripts',
  details:
    'Two witnesses of one session: what the server kept, and what was written down here. Of each command object its name, target, user, times, end and result code must be the same, of each file its SHA-256. Missing is what the archive lacks, unlisted what no transcript tells of, such as what a colleague did. Open is what one of both does not know, and what was done after the archive was fetched. No server is asked.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {
    file: { kind: 'localPath', about: 'local file, as archive and session archive write it' },
    transcripts: {
      kind: 'localPath',
      many: true,
      optional: true,
      about: 'files, or folders of them; --transcript names one, too',
    },
  },
  options: {
    all: { kind: 'flag', about: 'every transcript of every profile, or of the one named with -p' },
  },
  search: ['check', 'integrity', 'tar', 'evidence', 'compare'],
  examples: [{ line: 'cblr archive verify session-1.tar.gz --all', shows: 'whether both tell the same' }],
  async run({ file, transcripts, all }, context) {
    const named = [
      ...transcripts,
      ...(context.globals.transcript === undefined ? [] : [context.globals.transcript]),
    ];
    if (named.length === 0 && !all) {
      throw new CbError('Usage', 'archive verify needs the transcripts that it is held against', {
        hint: '--transcript FILE names one, --all takes every one that tells of its session',
      });
    }
    return rows(held(file, { named, all }, context), columns, {
      noun: 'command objects',
      outcome: outcomeOf,
      toldBy: 'detail',
    });
  },
});

function outcomeOf({ state, what, id, name, says }: Held): RowOutcome {
  if (state === 'ok' || state === 'open') return 'done';
  if (state === 'unlisted') return 'unknown';
  const which = what === 'archive' || id === undefined ? name : `${what} ${id} (${name})`;
  return { failed: new CbError('Integrity', `${which}: ${says}`) };
}

interface Against {
  readonly named: readonly string[];
  readonly all: boolean;
}

async function* held(file: string, against: Against, context: CommandContext): AsyncGenerator<Held> {
  const path = context.runtime.files.resolve(file);
  const archive = await readAt(path, context);
  if (archive.sessionId === undefined) {
    const fault = archive.fault?.message ?? 'does not say which session it is of';
    yield {
      what: 'archive',
      id: undefined,
      name: path,
      state: archive.fault?.state ?? 'unknown',
      says: fault,
    };
    return;
  }
  const told = await toldSessions(archive, archive.sessionId, against, context);
  yield* holdArchive(archive, told, path);
}

async function readAt(path: string, { runtime, signal }: CommandContext): Promise<SessionArchive> {
  const { files, progress } = runtime;
  const stat = await files.stat(path);
  if (stat === undefined) throw new CbError('LocalFile', `there is no file ${path}`);
  if (!stat.isFile) throw new CbError('LocalFile', `${path} is no plain file`);
  const task = progress.start(`reading ${path}`);
  try {
    return await readSessionArchive(
      shown(files.read(path, { signal }), (done) => task.advance(done, stat.size, 'bytes')),
    );
  } finally {
    task.stop();
  }
}

async function* shown(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (done: number) => void,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const chunk of chunks) {
    done += chunk.length;
    onBytes(done);
    yield chunk;
  }
}

/** Those that are named count as they are; of all there are those alone that can be of the very session. */
async function toldSessions(
  archive: SessionArchive,
  session: number,
  { named, all }: Against,
  context: CommandContext,
): Promise<readonly ToldSession[]> {
  const told = new Map<string, ToldSession>();
  for (const typed of named) {
    for (const found of await transcriptsAt(typed, context)) {
      const each = await readFound(found, session, context);
      if (each !== undefined) told.set(each.transcript, each);
    }
  }
  for (const found of all ? await allTranscripts(context) : []) {
    const each = await readFound(found, session, context);
    if (each !== undefined && !told.has(each.transcript) && isOfArchive(archive, each))
      told.set(each.transcript, each);
  }
  if (told.size > 0) return [...told.values()];
  throw new CbError('NotFound', `no transcript of these tells of session ${session}`, {
    hint: all
      ? 'cblr transcript list shows what there is; a folder of transcripts can be named behind FILE'
      : '--all looks in every transcript',
  });
}

async function readFound(
  { place, name }: FoundTranscript,
  session: number,
  { signal }: CommandContext,
): Promise<ToldSession | undefined> {
  signal.throwIfAborted();
  return await readToldSession(`${place.path}/${name}`, place.read(name), session);
}

async function transcriptsAt(typed: string, context: CommandContext): Promise<readonly FoundTranscript[]> {
  const { files } = context.runtime;
  const path = files.resolve(typed);
  if ((await files.stat(path))?.isDirectory === true) return await transcriptsIn(folderAt(path, context));
  return [await findTranscript(typed, context)];
}
