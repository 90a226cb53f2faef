import type { Partition } from '../../api/wire/server-info.ts';
import { CbError } from '../../errors/cb-error.ts';
import { lookBehind } from '../../ops/look-behind.ts';
import { proven } from '../../ops/proven.ts';
import type { Column, Result } from '../../spec/result.ts';
import type { QueryContext } from '../context.ts';
import { bulkNamed, objectsOf, pickedEach } from '../picked.ts';
import { partitionKind } from './partition-kind.ts';

/** What names a partition that is changed. */
export const partitionNameColumns: readonly Column<Partition>[] = [
  { field: 'name', head: 'name', of: ({ name }) => name, style: () => 'name', firm: true },
];

/** Makes cold partitions warm, so that searches find what is in them, or warm ones cold. The hot one is refused. */
export async function setMounted(
  words: readonly string[],
  isWanted: boolean,
  context: QueryContext,
): Promise<Result> {
  const { serverInfo } = await context.cb();
  const list = (signal: AbortSignal) => serverInfo.partitions({ signal });
  const targets = await pickedEach(words, partitionKind, () => list(context.signal), context);
  const warm = objectsOf(targets).filter(({ status }) => status === 'warm');
  if (!isWanted && warm.length > 0) {
    const names = warm.map(({ name }) => name).join(', ');
    await context.ask.confirm(
      `unmount ${names}, of which no search finds anything until it is mounted again?`,
    );
  }
  const wanted = isWanted ? 'warm' : 'cold';
  return bulkNamed(
    targets,
    {
      noun: 'partitions',
      verb: isWanted ? 'mounted' : 'unmounted',
      columns: partitionNameColumns,
      async act({ name, status }, signal) {
        if (status === wanted) return { outcome: 'same', detail: status };
        if (status === 'hot')
          throw new CbError('CommandFailed', `the server writes into ${name}: it is always mounted`);
        const isSo = async () =>
          (await list(signal)).some((each) => each.name === name && each.status === wanted);
        await proven(() => serverInfo.mount(name, isWanted, { signal }), isSo);
        if (context.dryRun || (await lookBehind(isSo()))) return { outcome: 'done' };
        return {
          outcome: 'unknown',
          detail: `the server took the request; cbq partition shows when it is ${wanted}`,
        };
      },
    },
    context,
  );
}
