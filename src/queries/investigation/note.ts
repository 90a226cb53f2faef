import { CbError } from '../../errors/cb-error.ts';
import { lookBehind } from '../../ops/look-behind.ts';
import { proven } from '../../ops/proven.ts';
import { toText } from '../../text/number.ts';
import { query } from '../context.ts';
import { bulkNamed, pickedEach } from '../picked.ts';
import { eventKind, eventNameColumns, investigationOf } from './find.ts';

export const investigationNote = query({
  name: 'investigation note',
  about: 'write the notes of an event of an investigation',
  details: 'They stand in place of those that are there, which the row shows.',
  group: 'server',
  effect: 'changes',
  undo: { not: 'the row shows what was there; cbq investigation note writes it again' },
  shownBy: 'cbq investigation show',
  operands: {
    investigation: { kind: 'investigation', about: 'id or name' },
    event: { kind: 'text', about: 'id of one of its events' },
    text: { kind: 'text', about: 'the notes; empty for none' },
  },
  options: {},
  search: ['case', 'comment', 'write'],
  examples: [
    { line: "cbq investigation note 2 1 'seen by the night shift'", shows: 'what stood there before' },
  ],
  async run({ investigation: typed, event: word, text }, context) {
    const { investigations } = await context.cb();
    const { id } = await investigationOf(typed, context);
    const list = (signal: AbortSignal) => investigations.taggedEvents(id, { signal });
    const targets = await pickedEach([word], eventKind, () => list(context.signal), context);
    return bulkNamed(
      targets,
      {
        noun: 'events',
        verb: 'noted',
        columns: eventNameColumns,
        async act(event, signal) {
          const before = toText(event.wire['notes']) ?? '';
          if (before === text) return { outcome: 'same' };
          const isSo = async () =>
            (await list(signal)).some(
              (each) => each.id === event.id && (toText(each.wire['notes']) ?? '') === text,
            );
          await proven(() => investigations.note(event.id ?? '', text, { signal }), isSo);
          const detail = before === '' ? undefined : `before: ${before}`;
          if (context.dryRun || (await lookBehind(isSo()))) return { outcome: 'done', detail };
          throw new CbError('CommandFailed', `the server took the notes, and event ${event.id} is as it was`);
        },
      },
      context,
    );
  },
});
