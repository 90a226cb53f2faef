import type { ProcessSegment } from '../../api/wire/process.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { type Cell, type Column, rows } from '../../spec/result.ts';
import { parseProcessRef } from '../../text/process-guid.ts';
import { query } from '../context.ts';
import { idsOfWords } from '../linked-id.ts';

const columns: readonly Column<ProcessSegment>[] = [
  { field: 'segment_id', head: 'segment', of: (segment) => segment.segmentId, align: 'right', drop: 3 },
  {
    field: 'last_update',
    head: 'last update',
    of: (segment) => segment.wire['last_update'] as Cell,
    as: 'iso',
    drop: 4,
  },
  {
    field: 'last_server_update',
    head: 'last at server',
    of: (segment) => segment.wire['last_server_update'] as Cell,
    as: 'iso',
    drop: 1,
  },
  {
    field: 'event_counts',
    head: 'events',
    drop: 2,
    of: (segment) => segment.wire['event_counts'] as Cell,
    show: ({ wire }) =>
      Object.entries((wire['event_counts'] ?? {}) as Readonly<Record<string, unknown>>)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', '),
  },
  { field: 'unique_id', head: 'unique id', of: (segment) => segment.uniqueId, firm: true },
];

export const processSegments = query({
  name: 'process segments',
  about: 'list the segments that the server keeps of a process',
  details: 'From server 6.0 on a sensor adds one with every check-in in which the process did something.',
  group: 'processes',
  effect: 'reads',
  operands: { process: { kind: 'text', many: true, about: 'GUID or console link; - for stdin' } },
  options: {},
  examples: [
    {
      line: 'cbq process segments 00000003-0000-0d7c-01d2-2eca49f7cea2',
      shows: 'when it did what, in short',
    },
  ],
  async run({ process }, context) {
    const refs = (await idsOfWords(process, 'process', context)).map(parseProcessRef);
    const { processes } = await context.cb();
    const found = async function* (): AsyncGenerator<ProcessSegment> {
      for (const { id } of refs) {
        yield* await processes.segments(id, { signal: context.signal }).catch((error: unknown) => {
          throw isCbError(error, 'NotFound')
            ? new CbError('NotFound', `the server has no process ${id}`, { cause: error })
            : error;
        });
      }
    };
    return rows(found(), columns, { noun: 'segments', isLong: true });
  },
});
