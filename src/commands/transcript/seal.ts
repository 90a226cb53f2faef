import { basename, dirname } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import { type Column, rows } from '../../spec/result.ts';
import { indexName } from '../../transcript/names.ts';
import { firstLines, type Seal, sealOf } from '../../transcript/seal.ts';
import { summarise } from '../../transcript/summary.ts';
import { isSound, type Verdict, verdictOf, verifyFolder } from '../../transcript/verify.ts';
import { type CommandContext, command } from '../context.ts';
import { allPlaces, folderAt, type TranscriptFolder } from './places.ts';
import { sign } from './ssh-keygen.ts';

interface Row extends Seal {
  readonly folder: string;
}

const columns: readonly Column<Row>[] = [
  { field: 'folder', head: 'folder', of: (row) => row.folder, wide: true },
  { field: 'seal', head: 'seal', of: (row) => row.name, firm: true, style: () => 'name' },
  { field: 'lines', head: 'lines', of: (row) => row.lines, align: 'right' },
];

export const transcriptSeal = command({
  name: 'transcript seal',
  about: 'sign what was recorded so far with an SSH key',
  details:
    'Checks the transcripts, and signs the lines of their index (or of one file) by ssh-keygen -Y sign, namespace cblr: INDEX.LINES.sig beside it. What is recorded later breaks no seal. Keep a copy of it where the owner of this computer cannot change it; verify --signers checks it.',
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
  search: ['sign', 'signature', 'ssh', 'evidence'],
  examples: [
    { line: 'cblr transcript seal ~/.ssh/id_ed25519.pub', shows: 'by a key that ssh-add has loaded' },
  ],
  async run({ key, transcript }, context) {
    const path = context.runtime.files.resolve(key);
    return rows(sealed(path, transcript, context), columns, { noun: 'transcripts' });
  },
});

async function* sealed(
  key: string,
  transcript: string | undefined,
  context: CommandContext,
): AsyncGenerator<Row> {
  const { files } = context.runtime;
  if (transcript === undefined) {
    for (const place of await allPlaces(context)) yield* folderSeal(key, place, context);
    return;
  }
  const path = files.resolve(transcript);
  if ((await files.stat(path))?.isDirectory === true)
    yield* folderSeal(key, folderAt(path, context), context);
  else {
    const [place, name] = [folderAt(dirname(path), context), basename(path)];
    if (name === indexName) yield* folderSeal(key, place, context);
    else yield await seal(key, place, verdictOf(name, await summarise(place.read(name)), undefined), context);
  }
}

/** Nothing that was changed is sealed; and what is open stands in the index with its first line alone. */
async function* folderSeal(
  key: string,
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
  yield await seal(key, place, index, context);
}

async function seal(
  key: string,
  place: TranscriptFolder,
  verdict: Verdict,
  context: CommandContext,
): Promise<Row> {
  mustBeSound(verdict, place);
  const { files } = context.runtime;
  const made = sealOf(verdict.name, verdict.lines);
  const signature = await sign(key, firstLines(place.read(verdict.name), verdict.lines), context);
  await files.writeAtomic(`${place.path}/${made.name}`, signature, 0o600);
  return { ...made, folder: place.path };
}

function mustBeSound(verdict: Verdict, place: TranscriptFolder): void {
  if (isSound(verdict)) return;
  throw new CbError('Integrity', `${place.path}/${verdict.name}: ${verdict.says}; nothing of it is sealed`, {
    hint: 'cblr transcript verify tells all that does not fit',
  });
}
