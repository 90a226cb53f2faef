import { type CaseFolder, journalEvents, transcriptsOf } from '../../cases/case-folder.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import { type Column, record } from '../../spec/result.ts';
import { indexName } from '../../transcript/names.ts';
import type { ChainEvent } from '../../transcript/walk.ts';
import { command } from '../context.ts';
import { chosenCase } from './chosen-case.ts';

interface Shown {
  readonly folder: CaseFolder;
  readonly journal: readonly ChainEvent[];
  readonly transcripts: number;
}

const counted = (kind: string): ((shown: Shown) => number) => {
  return ({ journal }) => journal.filter((event) => event.kind === kind).length;
};

const columns: readonly Column<Shown>[] = [
  { field: 'name', head: 'name', of: ({ folder }) => folder.name, style: () => 'name' },
  { field: 'title', head: 'title', of: ({ folder }) => folder.title },
  { field: 'id', head: 'id', of: ({ folder }) => folder.id },
  { field: 'created', head: 'begun', of: ({ folder }) => folder.createdAt, as: 'iso' },
  {
    field: 'by',
    head: 'by',
    of: ({ journal }) => [...new Set(journal.flatMap(({ fields }) => fields['by'] ?? []))],
    show: ({ journal }) =>
      [...new Set(journal.flatMap(({ fields }) => String(fields['by'] ?? '') || []))].join(', '),
  },
  {
    field: 'hosts',
    head: 'hosts',
    of: (shown) => hostsOf(shown),
    show: (shown) => hostsOf(shown).join(', '),
  },
  { field: 'pins', head: 'pins', of: counted('pinned') },
  { field: 'notes', head: 'notes', of: counted('noted') },
  { field: 'files', head: 'files added', of: counted('added') },
  { field: 'results', head: 'results saved', of: counted('saved') },
  { field: 'transcripts', head: 'transcripts', of: ({ transcripts }) => transcripts },
  {
    field: 'folder',
    head: 'folder',
    of: ({ folder }) => folder.path,
    localFile: ({ folder }) => `${folder.path}/`,
  },
];

function hostsOf({ journal }: Shown): readonly string[] {
  return journal.flatMap(({ kind, fields }) => (kind === 'host' ? String(fields['folder']) : []));
}

export const caseShow = command({
  name: 'case show',
  about: 'show what a case holds',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {
    case: {
      kind: 'case',
      optional: true,
      about: 'its name, id or folder; the one that is open when not said',
    },
  },
  options: {},
  search: ['status', 'current', 'which'],
  examples: [{ line: 'cblr case show', shows: 'its folder, hosts, pins and notes' }],
  async run({ case: word }, context) {
    const folder = await chosenCase(word, context);
    const { files } = context.runtime;
    const journal = await journalEvents(folder, files);
    return record({ folder, journal, transcripts: await countOf(folder, files) }, columns);
  },
});

async function countOf(folder: CaseFolder, files: LocalFiles): Promise<number> {
  const path = transcriptsOf(folder);
  if ((await files.stat(path))?.isDirectory !== true) return 0;
  return (await files.list(path)).filter(({ name }) => name !== indexName && /\.ndjson(\.new)?$/.test(name))
    .length;
}
