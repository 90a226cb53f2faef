import { bytes, text } from '../../spec/result.ts';
import { escapeJson } from '../../text/escape.ts';
import { events } from '../../transcript/events.ts';
import { type WalkedLine, walkChain } from '../../transcript/walk.ts';
import { command } from '../context.ts';
import { findTranscript } from './places.ts';
import { sentenceOf } from './sentence.ts';

export const transcriptExport = command({
  name: 'transcript export',
  about: 'print a transcript as it is, or for another tool',
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
  options: { timesketch: { kind: 'flag', about: 'as the JSON lines that Timesketch imports' } },
  search: ['timeline', 'timesketch', 'copy'],
  examples: [{ line: 'cblr transcript export --timesketch', shows: 'the last session as a timeline' }],
  async run({ transcript, timesketch }, context) {
    const { place, name } = await findTranscript(transcript, context);
    if (!timesketch) return bytes(place.read(name));
    return text(timesketchLines(walkChain(place.read(name), events), context.note));
  },
});

async function* timesketchLines(
  lines: AsyncIterable<WalkedLine>,
  note: (text: string) => void,
): AsyncGenerator<string> {
  let opened: Readonly<Record<string, unknown>> = {};
  for await (const { number, event, fault } of lines) {
    if (fault !== undefined) note(`line ${fault.line} ${fault.words}`);
    if (event === undefined) continue;
    const { kind, at, fields } = event;
    if (kind === 'opened') opened = fields;
    const line = {
      message: sentenceOf(event),
      datetime: at.replace(/Z$/, '+00:00'),
      timestamp_desc: `cblr ${kind}`,
      data_type: 'cblr:transcript',
      analyst: opened['user'],
      analyst_machine: opened['machine'],
      line: number,
      ...Object.fromEntries(Object.entries(fields).map(([field, value]) => [`${kind}_${field}`, value])),
    };
    yield `${escapeJson(JSON.stringify(line))}\n`;
  }
}
