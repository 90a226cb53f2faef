import { type Column, rows } from '../../spec/result.ts';
import { type Summary, summarise } from '../../transcript/summary.ts';
import { type CommandContext, command } from '../context.ts';
import { allTranscripts, type FoundTranscript } from './places.ts';

interface Row extends Summary, FoundTranscript {}

const columns: readonly Column<Row>[] = [
  { field: 'name', head: 'name', of: (row) => row.name, firm: true, style: () => 'name' },
  { field: 'profile', head: 'profile', of: (row) => row.place.label },
  { field: 'begun', head: 'begun', of: (row) => row.opened?.at ?? null, as: 'iso' },
  { field: 'ended', head: 'ended', of: (row) => (row.isLeft ? (row.lastAt ?? null) : null), as: 'iso' },
  { field: 'host', head: 'host', of: (row) => row.session?.fields['host'] ?? null },
  { field: 'verbs', head: 'verbs', of: (row) => row.counts['verb'] ?? 0, align: 'right' },
  { field: 'commands', head: 'commands', of: (row) => row.counts['command'] ?? 0, align: 'right' },
  { field: 'requests', head: 'requests', of: (row) => row.counts['request'] ?? 0, align: 'right' },
  { field: 'server', head: 'server', of: (row) => row.opened?.fields['server'] ?? null, wide: true },
  { field: 'user', head: 'user', of: (row) => row.opened?.fields['user'] ?? null, wide: true },
  { field: 'folder', head: 'folder', of: (row) => row.place.path, wide: true },
];

export const transcriptList = command({
  name: 'transcript',
  aliases: ['transcript list'],
  about: 'list the transcripts of this computer',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {},
  options: {},
  search: ['evidence', 'audit', 'log', 'record'],
  examples: [{ line: 'cblr transcript list', shows: 'what was recorded, the newest last' }],
  run(_input, context) {
    return rows(summaries(context), columns, { noun: 'transcripts' });
  },
});

async function* summaries(context: CommandContext): AsyncGenerator<Row> {
  for (const found of await allTranscripts(context)) {
    const summary = await summarise(found.place.read(found.name));
    yield { ...summary, ...found };
  }
}
