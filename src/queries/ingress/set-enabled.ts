import { CbError } from '../../errors/cb-error.ts';
import { lookBehind } from '../../ops/look-behind.ts';
import { proven } from '../../ops/proven.ts';
import type { Result } from '../../spec/result.ts';
import { shortName } from '../../text/short-name.ts';
import { ingressState } from '../../undo/kinds/ingress-filter.ts';
import type { QueryContext } from '../context.ts';
import { bulkNamed, objectsOf, pickedEach } from '../picked.ts';
import { filterNameColumns } from './columns.ts';
import { filterKind } from './filter-kind.ts';

/** Switches filters on or off: the whole filter goes back to the server, as it is at that moment. */
export async function setFiltersEnabled(
  words: readonly string[],
  enabled: boolean,
  context: QueryContext,
): Promise<Result> {
  const { ingressFilters } = await context.cb();
  const list = (signal: AbortSignal) => ingressFilters.list({ signal });
  const targets = await pickedEach(words, filterKind, () => list(context.signal), context);
  const off = objectsOf(targets).filter(({ isEnabled }) => !isEnabled);
  if (enabled && off.length > 0) {
    const named = off.map(({ name, id }) => shortName(name || id)).join(', ');
    await context.ask.confirm(`throw away from now on what ${named} ${off.length === 1 ? 'meets' : 'meet'}?`);
  }
  return bulkNamed(
    targets,
    {
      noun: 'filters',
      verb: enabled ? 'enabled' : 'disabled',
      columns: filterNameColumns,
      async act({ id, name }, signal) {
        const now = (await list(signal)).find((each) => each.id === id);
        if (now === undefined) throw new CbError('NotFound', `filter ${id} "${name}" is gone`);
        if (now.isEnabled === enabled) return { outcome: 'same' };
        const isSo = async () =>
          (await list(signal)).some((each) => each.id === id && each.isEnabled === enabled);
        const change = {
          thing: { kind: 'ingress filter', path: id },
          before: ingressState(now),
          left: ingressState(now, { enabled }),
        } as const;
        await context.keeper.change([change], () =>
          proven(() => ingressFilters.update(id, { ...now.wire, enabled }, { signal }), isSo),
        );
        if (context.dryRun || (await lookBehind(isSo()))) return { outcome: 'done' };
        throw new CbError('CommandFailed', `the server took the change, and filter ${id} is as it was`);
      },
    },
    context,
  );
}
