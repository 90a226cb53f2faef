import { type Column, rows, text } from '../../spec/result.ts';
import { events } from '../../transcript/events.ts';
import { type WalkedLine, walkChain } from '../../transcript/walk.ts';
import { markdownTable } from '../../views/markdown-table.ts';
import { command } from '../context.ts';
import { findTranscript } from './places.ts';
import { sentenceOf } from './sentence.ts';

const columns: readonly Column<WalkedLine>[] = [
  { field: 'line', head: 'line', of: ({ number }) => number, align: 'right', style: () => 'dim' },
  { field: 'at', head: 'time', of: ({ event }) => event?.at ?? null, as: 'iso' },
  { field: 'kind', head: 'what', of: ({ event }) => event?.kind ?? null, style: styleOf },
  {
    field: 'detail',
    head: '',
    of: ({ event, fault }) => fault?.words ?? (event && sentenceOf(event)),
    whole: true,
  },
  { field: 'fields', head: 'fields', of: ({ event }) => event?.fields ?? null, wide: 'data' },
  { field: 'sha256', head: 'sha256', of: ({ sha256 }) => sha256, wide: 'data' },
];

function styleOf({ fault, event }: WalkedLine): 'bad' | 'name' | 'dim' {
  if (fault !== undefined) return 'bad';
  return event?.kind === 'verb' ? 'name' : 'dim';
}

export const transcriptShow = command({
  name: 'transcript show',
  about: 'show what a transcript holds',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {
    transcript: {
      kind: 'localPath',
      optional: true,
      about: 'a file, or its name as list shows it, or how that begins; the newest when not said',
    },
  },
  options: { md: { kind: 'flag', about: 'as a table of Markdown, for a report' } },
  search: ['read', 'print', 'report', 'markdown'],
  examples: [
    { line: 'cblr transcript show', shows: 'what the last session did' },
    { line: 'cblr transcript show --md', shows: 'the same for a report' },
  ],
  async run({ transcript, md }, context) {
    const { place, name } = await findTranscript(transcript, context);
    const lines = walkChain(place.read(name), events);
    if (!md) return rows(lines, columns, { noun: 'lines' });
    return text(
      markdownTable(['Line', 'Time', 'What', 'Detail'], lines, ({ number, event, fault }) => [
        String(number),
        event?.at ?? '',
        event?.kind ?? '',
        fault?.words ?? (event === undefined ? '' : sentenceOf(event)),
      ]),
    );
  },
});
