import { type CheckedFile, verifyCase } from '../../cases/verify-case.ts';
import { CbError } from '../../errors/cb-error.ts';
import { type Column, type RowOutcome, rows } from '../../spec/result.ts';
import { type CommandContext, command } from '../context.ts';
import { chosenCase } from './chosen-case.ts';

const columns: readonly Column<CheckedFile>[] = [
  {
    field: 'state',
    head: 'state',
    of: ({ state }) => state,
    style: ({ state }) => (state === 'ok' ? 'ok' : state === 'open' ? 'warn' : 'bad'),
  },
  { field: 'file', head: 'file', of: ({ file }) => file, firm: true, style: () => 'name' },
  { field: 'detail', head: '', of: ({ says }) => says, whole: true },
];

export const caseVerify = command({
  name: 'case verify',
  about: 'check that every file of a case is as it was written',
  details:
    'Walks the journal and the chains of the transcripts, hashes what was fetched, pinned, added and saved, and names what was changed, what is missing and what nobody wrote down. Open is a transcript that was not ended, and what nothing chained proves: manifests, what is kept for undo, seals (transcript verify --signers checks them), and files that a manifest alone tells of. Of an unpacked export its SHA256SUMS is held against every file, too. Without a copy or signature that is kept elsewhere a complete rewrite by whoever may write to the folder does not show.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {
    case: {
      kind: 'case',
      or: 'localPath',
      optional: true,
      about: 'its name, id or folder; the one that is open when not said',
    },
  },
  options: {},
  search: ['check', 'integrity', 'hash', 'tamper'],
  examples: [{ line: 'cblr case verify', shows: 'each file, and what became of it' }],
  async run({ case: word }, context) {
    const { path } = await chosenCase(word, context);
    return rows(checkedFiles(path, context), columns, {
      noun: 'files',
      outcome: outcomeOf,
      toldBy: 'detail',
    });
  },
});

/** The same for a report, with its progress shown. */
export async function* checkedFiles(
  path: string,
  { runtime, signal }: CommandContext,
): AsyncGenerator<CheckedFile> {
  const task = runtime.progress.start('hashing');
  const onBytes = (file: string, done: number, total: number): void => {
    task.say(`hashing ${file}`);
    task.advance(done, total, 'bytes');
  };
  try {
    yield* verifyCase(path, runtime.files, { signal, onBytes });
  } finally {
    task.stop();
  }
}

function outcomeOf({ state, file, says }: CheckedFile): RowOutcome {
  if (state === 'ok' || state === 'open') return 'done';
  if (state === 'unlisted' || state === 'unknown') return 'unknown';
  return { failed: new CbError('Integrity', `${file}: ${says}`) };
}
