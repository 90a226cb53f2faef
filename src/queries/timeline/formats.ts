import type { TimelineEvent } from '../../ops/timeline/timeline-event.ts';
import { type Column, type Result, rows, text } from '../../spec/result.ts';
import { escapeJson } from '../../text/escape.ts';
import { isSketchTime, undatedNote } from '../process/timesketch.ts';
import { bodyLine } from './bodyfile.ts';
import { timelineObject } from './columns.ts';
import { ecsDocument } from './ecs.ts';
import { messageOf } from './message.ts';

export const timelineFormats = ['timesketch-csv', 'timesketch-jsonl', 'bodyfile', 'ecs'] as const;

export type TimelineFormat = (typeof timelineFormats)[number];

export interface FormatWork {
  readonly events: AsyncIterable<TimelineEvent>;
  readonly note: (text: string) => void;
  readonly isPartial: () => boolean;
}

/** The events in the form that another program reads. What it can read no time of is left out, and said. */
export function inFormat(format: TimelineFormat, { events, note, isPartial }: FormatWork): Result {
  const dated = datedOf(events, readers[format], note);
  switch (format) {
    case 'timesketch-csv':
      return rows(dated, sketchColumns, { noun: 'events', form: 'csv', isPartial });
    case 'timesketch-jsonl':
      return text(
        linesOf(dated, (event) => jsonLine(sketchOf(event))),
        undefined,
        { isPartial },
      );
    case 'bodyfile':
      return text(linesOf(dated, bodyLine), undefined, { isPartial });
    case 'ecs':
      return text(
        linesOf(dated, (event) => jsonLine(ecsDocument(event))),
        undefined,
        { isPartial },
      );
  }
}

const readers: Readonly<Record<TimelineFormat, string>> = {
  'timesketch-csv': 'Timesketch',
  'timesketch-jsonl': 'Timesketch',
  bodyfile: 'mactime',
  ecs: 'Elasticsearch',
};

async function* datedOf(
  events: AsyncIterable<TimelineEvent>,
  reader: string,
  note: (text: string) => void,
): AsyncGenerator<TimelineEvent> {
  let undated = 0;
  for await (const event of events) {
    if (isSketchTime(event.timeMs)) yield event;
    else undated += 1;
  }
  if (undated > 0) note(undatedNote(undated, reader));
}

async function* linesOf(
  events: AsyncIterable<TimelineEvent>,
  lineOf: (event: TimelineEvent) => string,
): AsyncGenerator<string> {
  for await (const event of events) yield lineOf(event);
}

function jsonLine(value: unknown): string {
  return `${escapeJson(JSON.stringify(value))}\n`;
}

/** Timesketch wants `message`, `datetime` (ISO 8601, with its zone) and `timestamp_desc`, and takes whatever stands beside. */
function sketchOf(event: TimelineEvent): Readonly<Record<string, unknown>> {
  const { time: _time, ...rest } = timelineObject(event);
  return {
    message: messageOf(event),
    datetime: sketchTime(event),
    timestamp_desc: descriptionOf(event),
    data_type: event.kind === 'analyst' ? 'cblr:transcript' : 'carbonblack:edr:timeline',
    ...rest,
  };
}

/** A time within these years is as `2021-04-04T18:10:24.835000Z`. */
function sketchTime({ time }: TimelineEvent): string {
  return time.replace(/Z$/, '+00:00');
}

function descriptionOf({ kind, action, clock }: TimelineEvent): string {
  return `${kind} ${action} (clock of the ${clock})`;
}

const sketchColumns: readonly Column<TimelineEvent>[] = [
  { field: 'message', head: 'message', of: messageOf },
  { field: 'datetime', head: 'datetime', of: sketchTime },
  { field: 'timestamp_desc', head: 'timestamp_desc', of: descriptionOf },
  { field: 'hostname', head: 'hostname', of: ({ hostname }) => hostname },
  { field: 'sensor_id', head: 'sensor_id', of: ({ sensorId }) => sensorId },
  { field: 'process_name', head: 'process_name', of: ({ process }) => process },
  { field: 'process_guid', head: 'process_guid', of: ({ guid }) => guid },
  { field: 'username', head: 'username', of: ({ username }) => username },
  { field: 'event_type', head: 'event_type', of: ({ kind }) => kind },
  { field: 'action', head: 'action', of: ({ action }) => action },
  { field: 'target', head: 'target', of: ({ target }) => target },
  { field: 'details', head: 'details', of: ({ details }) => JSON.stringify(details) },
];
