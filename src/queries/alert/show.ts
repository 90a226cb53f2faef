import type { WireObject } from '../../api/wire/read.ts';
import { CbError } from '../../errors/cb-error.ts';
import { type Cell, record, rows } from '../../spec/result.ts';
import { query } from '../context.ts';
import { alertIds } from './chosen-alerts.ts';
import { alertListColumns, alertObject, alertRecordColumns } from './columns.ts';

export const alertShow = query({
  name: 'alert show',
  about: 'show an alert: what raised it, where, and who works on it',
  details: 'Several alerts are shown as a list.',
  group: 'alerts',
  effect: 'reads',
  operands: { alert: { kind: 'text', many: true, about: 'id or console link; - for stdin' } },
  options: {},
  examples: [
    { line: 'cbq alert show 58485023-19cd-4c6e-80f0-24d600000000', shows: 'everything of this alert' },
  ],
  async run({ alert }, context) {
    const { alerts } = await context.cb();
    const ids = await alertIds(alert, context);
    const found = await alerts.byIds(ids, { signal: context.signal });
    const [missing] = ids.filter((id) => !found.has(id));
    if (missing !== undefined) throw new CbError('NotFound', `no alert ${missing}`);
    const shown = ids.map((id) => found.get(id)?.wire ?? {});
    const [only] = shown;
    if (only !== undefined && shown.length === 1) return record(only, alertRecordColumns(only));
    return rows(shown, alertListColumns(context.nowMs()), {
      noun: 'alerts',
      object: (wire: WireObject) => alertObject(wire) as Readonly<Record<string, Cell>>,
    });
  },
});
