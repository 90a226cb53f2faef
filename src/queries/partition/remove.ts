import { CbError } from '../../errors/cb-error.ts';
import { proven } from '../../ops/proven.ts';
import { formatBytes } from '../../text/bytes.ts';
import { query } from '../context.ts';
import { bulkNamed, objectsOf, pickedEach } from '../picked.ts';
import { partitionKind, partitionsOperand } from './partition-kind.ts';
import { partitionNameColumns } from './set-mounted.ts';

export const partitionRemove = query({
  name: 'partition remove',
  about: 'delete storage partitions with all that is recorded in them',
  details: 'For good. The one that the server writes into is refused. Global administrators only.',
  group: 'server',
  effect: 'destroys',
  undo: { not: 'what was recorded in it is gone from the server' },
  question: 'own',
  operands: { partition: partitionsOperand },
  options: {},
  search: ['storage', 'delete', 'events', 'retention'],
  examples: [
    { line: 'cbq partition remove cbevents_2024_04_17_2226 --dry-run', shows: 'what would be sent' },
  ],
  async run({ partition: words }, context) {
    const { serverInfo } = await context.cb();
    const list = (signal: AbortSignal) => serverInfo.partitions({ signal });
    const targets = await pickedEach(words, partitionKind, () => list(context.signal), context);
    const found = objectsOf(targets).filter(({ status }) => status !== 'hot');
    const described = found.map(({ name, status, documentCount, sizeBytes }) => {
      const counted =
        documentCount === undefined ? undefined : `${documentCount.toLocaleString('en-US')} documents`;
      const size = sizeBytes === undefined ? undefined : formatBytes(sizeBytes);
      return `${name} (${[status, counted, size].filter((word) => word !== undefined).join(', ')})`;
    });
    if (found.length > 0) await context.ask.confirm(`delete what is recorded in ${described.join(', ')}?`);
    return bulkNamed(
      targets,
      {
        noun: 'partitions',
        verb: 'removed',
        columns: partitionNameColumns,
        async act({ name, status }, signal) {
          if (status === 'hot') throw isWritten(name);
          const isGone = async () => !(await list(signal)).some((each) => each.name === name);
          await proven(() => serverInfo.removePartition(name, { signal }), isGone);
          return { outcome: 'done' };
        },
      },
      context,
    );
  },
});

function isWritten(name: string): CbError {
  return new CbError('CommandFailed', `the server writes into ${name}`, {
    hint: 'cbq partition begin starts another one, and gives this one a name of its own',
  });
}
