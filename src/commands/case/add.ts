import { basename } from 'node:path';
import { addFile } from '../../cases/case-files.ts';
import { type Column, rows } from '../../spec/result.ts';
import { type CommandContext, command } from '../context.ts';
import { byWhom, chosenCase } from './chosen-case.ts';

interface Added {
  readonly from: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

const columns: readonly Column<Added>[] = [
  { field: 'file', head: 'in the case', of: ({ file }) => file, style: () => 'name' },
  { field: 'bytes', head: 'size', of: ({ bytes }) => bytes, as: 'bytes', align: 'right' },
  { field: 'sha256', head: 'sha256', of: ({ sha256 }) => sha256, firm: true },
  { field: 'from', head: 'from', of: ({ from }) => from, whole: true },
];

export const caseAdd = command({
  name: 'case add',
  about: 'copy files of this computer into the case',
  details:
    'Each is copied below files, readable by you alone, with its SHA-256 in the journal; the file itself stays where it is.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: { files: { kind: 'localPath', many: true, about: 'mails, screenshots, logs from elsewhere' } },
  options: {},
  search: ['attach', 'import', 'copy', 'file'],
  examples: [{ line: 'cblr case add iocs.txt', shows: 'where it is in the case, and its SHA-256' }],
  async run({ files }, context) {
    return rows(added(files, context), columns, { noun: 'files' });
  },
});

async function* added(paths: readonly string[], context: CommandContext): AsyncGenerator<Added> {
  const chosen = await chosenCase(undefined, context);
  const { files } = context.runtime;
  for (const typed of paths) {
    const from = files.resolve(typed);
    const kept = await addFile(
      chosen,
      { folder: 'files', name: basename(from) },
      files.read(from, context),
      files,
    );
    const row = { from, ...kept };
    await chosen.journal.add('added', { ...row, by: byWhom(context) });
    yield row;
  }
}
