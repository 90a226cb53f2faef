import type { ProcessDocument } from '../../api/wire/process.ts';
import type { ProcessEvent } from '../../api/wire/process-events.ts';
import { escapeJson } from '../../text/escape.ts';

/** JSON lines for Timesketch: `message`, `datetime` (UTC, microseconds), `timestamp_desc`, and what is known beside. Undated ones are left out. */
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
    if (timeMs === undefined) {
      undated += 1;
      continue;
    }
    const line = {
      message: `${subject.name} ${action} ${target}`.trim(),
      datetime: datetimeOf(time, timeMs),
      timestamp_desc: `${kind} ${action}`.trim(),
      ...common,
      event_type: kind,
      target,
      ...Object.fromEntries(Object.entries(details).map(([name, value]) => [`event_${name}`, value])),
    };
    yield `${escapeJson(JSON.stringify(line))}\n`;
  }
  if (undated > 0) note(`${undated} events have no time and are left out`);
}

function datetimeOf(time: string, timeMs: number): string {
  const second = new Date(timeMs).toISOString().slice(0, 19);
  const [, fraction = ''] = /\.(\d{1,6})/.exec(time) ?? [];
  return `${second}.${fraction.padEnd(6, '0')}+00:00`;
}
