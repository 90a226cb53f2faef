import type { WireObject } from '../../api/wire/read.ts';
import { createProcessLookup } from '../../ops/process-lookup.ts';
import { type Cell, type Column, record, rows } from '../../spec/result.ts';
import { parseProcessRef } from '../../text/process-guid.ts';
import { processColumns } from '../../views/process-columns.ts';
import { query } from '../context.ts';
import { idsOfWords } from '../linked-id.ts';

export const processShow = query({
  name: 'process show',
  about: 'show what is known of a process',
  details:
    'Of all its segments together, unless one is named: GUID/SEGMENT. Several processes are shown as a list.',
  group: 'processes',
  effect: 'reads',
  operands: {
    process: { kind: 'text', many: true, about: 'GUID, GUID/segment or console link; - for stdin' },
  },
  options: {},
  examples: [
    {
      line: 'cbq process show 00000003-0000-0d7c-01d2-2eca49f7cea2',
      shows: 'all fields that the server has',
    },
  ],
  async run({ process }, context) {
    const { cb, signal } = context;
    const refs = (await idsOfWords(process, 'process', context)).map(parseProcessRef);
    const lookup = createProcessLookup(await cb(), signal);
    const found = await Promise.all(refs.map((ref) => lookup.summary(ref)));
    const wires = found.map((summary) => summary.process.wire);
    const [only] = wires;
    if (only !== undefined && wires.length === 1) return record(only, allColumns(only));
    return rows(wires, processColumns, {
      noun: 'processes',
      object: (wire) => wire as Readonly<Record<string, Cell>>,
    });
  },
});

/** Also what a document holds beside the known fields: feeds put theirs in. */
function allColumns(wire: WireObject): readonly Column<WireObject>[] {
  const known = new Set(processColumns.map((column) => column.field));
  const others = Object.keys(wire).filter((name) => !known.has(name) && name !== '_version_');
  return [
    ...processColumns,
    ...others.map((name): Column<WireObject> => ({ field: name, head: name, of: (of) => of[name] as Cell })),
  ];
}
