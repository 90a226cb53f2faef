import type { NewTaggedEvent } from '../../api/resources/investigations.ts';
import { CbError } from '../../errors/cb-error.ts';
import { proven } from '../../ops/proven.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { idOfWord } from '../linked-id.ts';
import { investigationOf } from './find.ts';

export const investigationTag = query({
  name: 'investigation tag',
  about: 'put an event of your own words into an investigation',
  details: 'It stands in the time line of the console, at the time that --at says.',
  group: 'server',
  effect: 'changes',
  undo: { not: 'cbq investigation untag takes it out' },
  shownBy: 'cbq investigation show',
  operands: {
    investigation: { kind: 'investigation', about: 'id or name' },
    text: { kind: 'text', about: 'what happened' },
  },
  options: {
    at: { kind: 'timeMs', value: 'TIME', about: 'when it happened; now when not said' },
    process: { kind: 'text', value: 'GUID', about: 'the process that it is about, or its console link' },
    note: { kind: 'text', value: 'TEXT', about: 'what there is to say of it' },
  },
  search: ['case', 'timeline', 'event', 'write'],
  examples: [
    {
      line: "cbq investigation tag 1 'host isolated by the shift' --at -5m",
      shows: 'the id of the new event',
    },
  ],
  async run({ investigation: typed, text, at, process, note }, context) {
    const { investigations } = await context.cb();
    if (text.trim() === '') throw new CbError('Usage', 'it is not said what happened');
    const { id, name } = await investigationOf(typed, context);
    const guid = process === undefined ? undefined : await idOfWord(process, 'process', context);
    const event: NewTaggedEvent = {
      investigation_id: id,
      event_type: 'custom',
      event_data: { description: text },
      start_date: new Date(at ?? context.nowMs()).toISOString(),
      ...(guid === undefined ? {} : { unique_id: guid }),
      ...(note === undefined ? {} : { notes: note }),
    };
    const made: { id?: string | undefined; readonly text: string } = { text };
    return bulk(
      {
        items: [made],
        noun: 'events',
        verb: `put into investigation ${id} "${name}"`,
        columns: [
          { field: 'id', head: 'id', of: (item) => item.id, align: 'right' },
          { field: 'description', head: 'what', of: (item) => item.text },
        ],
        async act(item, signal) {
          const known = new Set((await investigations.taggedEvents(id, { signal })).map((each) => each.id));
          const found = async () =>
            (await investigations.taggedEvents(id, { signal })).find(
              (each) => !known.has(each.id) && each.description === text,
            );
          const said = await proven(
            () => investigations.tag(event, { signal }),
            async () => (await found()) !== undefined,
          );
          item.id = said ?? (context.dryRun ? undefined : (await found())?.id);
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});
