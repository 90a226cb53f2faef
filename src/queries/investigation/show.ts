import type { TaggedEvent } from '../../api/wire/investigation.ts';
import { rows } from '../../spec/result.ts';
import { parseServerTime } from '../../text/age.ts';
import { query } from '../context.ts';
import { taggedEventColumns } from './columns.ts';
import { investigationOf } from './find.ts';

export const investigationShow = query({
  name: 'investigation show',
  about: 'show the events that were tagged for an investigation, in time order',
  group: 'server',
  effect: 'reads',
  operands: { investigation: { kind: 'investigation', about: 'id or name' } },
  options: {},
  search: ['case', 'tagged', 'timeline'],
  examples: [
    { line: 'cbq investigation show 2', shows: 'what was put into it' },
    { line: 'cbq investigation show 2 -o csv', shows: 'for a report' },
  ],
  async run({ investigation: wanted }, context) {
    const { investigations } = await context.cb();
    const { signal, note } = context;
    const found = await investigationOf(wanted, context);
    const events = await investigations.taggedEvents(found.id, { signal });
    note(`investigation ${found.id}: ${found.name}`);
    return rows(inTimeOrder(events), taggedEventColumns, { noun: 'tagged events' });
  },
});

/** By when they happened; those that do not say stand last, as they came. */
function inTimeOrder(events: readonly TaggedEvent[]): readonly TaggedEvent[] {
  const timed = events.map((event) => ({
    event,
    ms: parseServerTime(event.startDate ?? event.taggedDate) || Number.POSITIVE_INFINITY,
  }));
  return timed.sort((a, b) => (a.ms === b.ms ? 0 : a.ms - b.ms)).map(({ event }) => event);
}
