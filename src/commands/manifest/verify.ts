import { join } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import { type FileVerdict, verifyFiles } from '../../manifest/verify-files.ts';
import { type Column, type RowOutcome, rows } from '../../spec/result.ts';
import { type CommandContext, command } from '../context.ts';
import { manifestFolder } from './folder.ts';

const columns: readonly Column<FileVerdict>[] = [
  {
    field: 'state',
    head: 'state',
    of: (row) => row.state,
    style: ({ state }) => (state === 'ok' ? 'ok' : 'bad'),
  },
  { field: 'path', head: 'file', of: (row) => join(row.folder, row.name), firm: true, style: () => 'name' },
  { field: 'size', head: 'size', of: ({ line }) => line?.size ?? null, as: 'bytes', align: 'right' },
  { field: 'remote', head: 'remote', of: ({ line }) => line?.remote ?? null, wide: true },
  { field: 'sha256', head: 'sha256', of: ({ line }) => line?.sha256 ?? null, wide: 'data' },
  { field: 'detail', head: '', of: (row) => row.says, whole: true },
];

export const manifestVerify = command({
  name: 'manifest verify',
  about: 'check that fetched files are as they were fetched',
  details:
    'Hashes each file that a manifest.ndjson of the folder, or of one below it, has a line of, and tells what was changed, what is missing, and what no manifest lists. Of two lines of one file the later one counts. Whoever may write to the folder can change both: against that helps the transcript, which has the SHA-256 of each file, too.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {
    folder: { kind: 'localPath', optional: true, about: 'local folder; the local directory when not said' },
  },
  options: {},
  search: ['check', 'integrity', 'hash', 'tamper', 'evidence'],
  examples: [{ line: 'cblr manifest verify taken', shows: 'whether any of these files was changed' }],
  async run({ folder }, context) {
    return rows(verified(await manifestFolder(folder, context), context), columns, {
      noun: 'files',
      outcome: outcomeOf,
      toldBy: 'detail',
    });
  },
});

async function* verified(folder: string, { runtime, signal }: CommandContext): AsyncGenerator<FileVerdict> {
  const task = runtime.progress.start('hashing');
  const onBytes = (path: string, done: number, total: number): void => {
    task.say(`hashing ${path}`);
    task.advance(done, total, 'bytes');
  };
  try {
    yield* verifyFiles(runtime.files, folder, { signal, onBytes });
  } finally {
    task.stop();
  }
}

function outcomeOf({ state, folder, name, says }: FileVerdict): RowOutcome {
  if (state === 'ok') return 'done';
  return { failed: new CbError('Integrity', `${join(folder, name)}: ${says}`) };
}
