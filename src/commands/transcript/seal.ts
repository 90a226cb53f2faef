import { basename, dirname } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import { type Column, type RowOutcome, rows } from '../../spec/result.ts';
import { indexName } from '../../transcript/names.ts';
import { firstLines, type Seal, sealOf, sealsOf } from '../../transcript/seal.ts';
import { summarise } from '../../transcript/summary.ts';
import { timestampOf } from '../../transcript/timestamp.ts';
import { isSound, type Verdict, verdictOf, verifyFolder } from '../../transcript/verify.ts';
import { type CommandContext, command } from '../context.ts';
import { allPlaces, folderAt, someAtLeast, type TranscriptFolder } from './places.ts';
import { fits, sign } from './ssh-keygen.ts';
import { type Authority, authorityOf, isStamped, type Stamping, stampSeal } from './time-stamps.ts';

interface Row extends Seal, Stamping {
  readonly folder: string;
}

const columns: readonly Column<Row>[] = [
  { field: 'folder', head: 'folder', of: (row) => row.folder, wide: true },
  { field: 'seal', head: 'seal', of: (row) => row.name, firm: true, style: () => 'name' },
  { field: 'lines', head: 'lines', of: (row) => row.lines, align: 'right' },
  { field: 'stamped', head: 'time stamp', of: (row) => row.stamped ?? null, as: 'iso' },
];

export const transcriptSeal = command({
  name: 'transcript seal',
  about: 'sign what was recorded so far with an SSH key',
  details:
    'Checks the transcripts, and signs the lines of their index (or of one file) by ssh-keygen -Y sign, namespace cblr: INDEX.LINES.sig beside it. What is recorded later breaks no seal. Where the profile has a timestamp_url, that time stamp authority (RFC 3161) is asked to stamp it: it is sent a hash alone, and its reply is kept as INDEX.LINES.sig.tsr. Where none comes the seal stands, and the exit is 6; the next run asks again. Keep a copy of it where the owner of this computer cannot change it; verify --signers checks it.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {
    key: { kind: 'localPath', about: 'SSH key: a private one, or a public one that ssh-add has loaded' },
    transcript: {
      kind: 'localPath',
      optional: true,
      about: 'file, or folder of transcripts; those of every profile when not said',
    },
  },
  options: {},
  search: ['sign', 'signature', 'ssh', 'evidence', 'timestamp', 'rfc3161', 'tsa'],
  examples: [
    { line: 'cblr transcript seal ~/.ssh/id_ed25519.pub', shows: 'by a key that ssh-add has loaded' },
  ],
  async run({ key, transcript }, context) {
    const path = context.runtime.files.resolve(key);
    const authority = await authorityOf(context, (why) => {
      context.note(`no time stamp is asked for: ${why}`);
    });
    const made = someAtLeast(sealed({ key: path, authority }, transcript, context), context);
    return rows(made, columns, { noun: 'transcripts', outcome: outcomeOf });
  },
});

function outcomeOf({ failed }: Row): RowOutcome {
  return failed === undefined ? 'done' : { failed };
}

interface Means {
  readonly key: string;
  readonly authority: Authority;
}

async function* sealed(
  means: Means,
  transcript: string | undefined,
  context: CommandContext,
): AsyncGenerator<Row> {
  const { files } = context.runtime;
  if (transcript === undefined) {
    for (const place of await allPlaces(context)) yield* folderSeal(means, place, context);
    return;
  }
  const path = files.resolve(transcript);
  if ((await files.stat(path))?.isDirectory === true)
    yield* folderSeal(means, folderAt(path, context), context);
  else {
    const [place, name] = [folderAt(dirname(path), context), basename(path)];
    if (name === indexName) yield* folderSeal(means, place, context);
    else yield* seal(means, place, verdictOf(name, await summarise(place.read(name)), undefined), context);
  }
}

/** Nothing that was changed is sealed; and what is open stands in the index with its first line alone. */
async function* folderSeal(
  means: Means,
  place: TranscriptFolder,
  context: CommandContext,
): AsyncGenerator<Row> {
  let index: Verdict | undefined;
  let open = 0;
  for await (const verdict of verifyFolder(place)) {
    mustBeSound(verdict, place);
    index ??= verdict;
    if (verdict.state !== 'whole') open += 1;
  }
  if (index === undefined) return;
  if (open > 0) context.note(`not ended, and so not sealed to their end: ${open} in ${place.path}`);
  yield* seal(means, place, index, context);
}

async function* seal(
  { key, authority }: Means,
  place: TranscriptFolder,
  verdict: Verdict,
  context: CommandContext,
): AsyncGenerator<Row> {
  mustBeSound(verdict, place);
  const { files } = context.runtime;
  const made = sealOf(verdict.name, verdict.lines);
  const path = `${place.path}/${made.name}`;
  const sealedLines = () => firstLines(place.read(verdict.name), verdict.lines);
  // Made anew it would be another one, whose time is later.
  if (!((await isStamped(place, made)) && (await fits(path, sealedLines(), context))))
    await files.writeAtomic(path, await sign(key, sealedLines(), context), 0o600);
  const stamping = await stampSeal(place, made, authority, context);
  yield { ...made, ...stamping, folder: place.path };
  if (authority.url !== undefined && stamping.failed === undefined)
    yield* stampOlder(place, verdict.name, authority, context);
}

/** Those whose time stamp did not come when they were made, or was not asked for. */
async function* stampOlder(
  place: TranscriptFolder,
  file: string,
  authority: Authority,
  context: CommandContext,
): AsyncGenerator<Row> {
  const names = await place.names();
  for (const older of sealsOf(file, names)) {
    if (names.includes(timestampOf(older.name))) continue;
    const stamping = await stampSeal(place, older, authority, context);
    yield { ...older, ...stamping, folder: place.path };
    if (stamping.failed !== undefined) return;
  }
}

function mustBeSound(verdict: Verdict, place: TranscriptFolder): void {
  if (isSound(verdict)) return;
  throw new CbError('Integrity', `${place.path}/${verdict.name}: ${verdict.says}; nothing of it is sealed`, {
    hint: 'cblr transcript verify tells all that does not fit',
  });
}
