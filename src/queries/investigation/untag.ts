import { proven } from '../../ops/proven.ts';
import { query } from '../context.ts';
import { bulkNamed, objectsOf, pickedEach } from '../picked.ts';
import { eventKind, eventNameColumns, investigationOf } from './find.ts';

export const investigationUntag = query({
  name: 'investigation untag',
  about: 'take events out of an investigation',
  group: 'server',
  effect: 'destroys',
  undo: { not: 'tagged anew it would be another event' },
  question: 'own',
  shownBy: 'cbq investigation show',
  operands: {
    investigation: { kind: 'investigation', about: 'id or name' },
    event: { kind: 'text', many: true, about: 'ids of its events; - for stdin' },
  },
  options: {},
  search: ['case', 'remove', 'delete'],
  examples: [{ line: 'cbq investigation untag 2 1 --dry-run', shows: 'what would be sent' }],
  async run({ investigation: typed, event: words }, context) {
    const { investigations } = await context.cb();
    const { id, name } = await investigationOf(typed, context);
    const list = (signal: AbortSignal) => investigations.taggedEvents(id, { signal });
    const targets = await pickedEach(words, eventKind, () => list(context.signal), context);
    const count = objectsOf(targets).length;
    const what = count === 1 ? 'an event' : `${count} events`;
    if (count > 0) await context.ask.confirm(`take ${what} out of investigation ${id} "${name}"?`);
    return bulkNamed(
      targets,
      {
        noun: 'events',
        verb: 'taken out',
        columns: eventNameColumns,
        async act(event, signal) {
          const isGone = async () => !(await list(signal)).some((each) => each.id === event.id);
          await proven(() => investigations.untag(event.id ?? '', { signal }), isGone);
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});
