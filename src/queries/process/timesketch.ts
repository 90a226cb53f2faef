import type { ProcessDocument } from '../../api/wire/process.ts';
import type { ProcessEvent } from '../../api/wire/process-event.ts';
import { escapeJson } from '../../text/escape.ts';

/** Years 1 to 9999, in Unix ms: its importer gives up a whole file for a time outside of these. */
const firstMs = -62_135_596_800_000;
const endMs = 253_402_300_800_000;

export function isSketchTime(timeMs: number | undefined): boolean {
  return timeMs !== undefined && timeMs >= firstMs && timeMs < endMs;
}

/**
 * JSON lines for Timesketch: `message`, `datetime` (UTC, microseconds), `timestamp_desc`, and what is known beside. Events without a time
 * that it reads are left out, and lone surrogates, which no UTF-8 holds, become U+FFFD.
 */
export async function* toTimesketch(
  events: AsyncIterable<ProcessEvent>,
  subject: ProcessDocument,
  note: (text: string) => void,
): AsyncGenerator<string> {
  let undated = 0;
  const common = {
    data_type: 'carbonblack:edr:process_event',
    hostname: subject.hostname,
    process_name: subject.name,
    process_guid: subject.id,
    process_cmdline: subject.commandLine,
    ...(subject.pid === undefined ? {} : { process_pid: subject.pid }),
  };
  for await (const { kind, time, timeMs, action, target, details } of events) {
    if (!isSketchTime(timeMs)) {
      undated += 1;
      continue;
    }
    const line = {
      message: `${subject.name} ${action} ${target}`.trim(),
      // Within these years it is as `2021-04-04T18:10:24.835000Z`.
      datetime: time.replace(/Z$/, '+00:00'),
      timestamp_desc: `${kind} ${action}`.trim(),
      ...common,
      event_type: kind,
      target,
      ...Object.fromEntries(Object.entries(details).map(([name, value]) => [`event_${name}`, value])),
    };
    yield `${escapeJson(JSON.stringify(line))}\n`;
  }
  if (undated > 0) note(undatedNote(undated, 'Timesketch'));
}

export function undatedNote(count: number, reader: string): string {
  return `${count} ${count === 1 ? 'event has' : 'events have'} no time that ${reader} reads: left out`;
}
