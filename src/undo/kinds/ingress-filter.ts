import type { IngressFilter } from '../../api/wire/ingress-filter.ts';
import { proven } from '../../ops/proven.ts';
import type { ThingState } from '../../ports/keeper.ts';
import { inlineData, inlineText, noThing } from '../states.ts';
import type { ThingKind } from './thing-kind.ts';

/** What the server says of a filter by itself: nobody sets it. */
const given: readonly string[] = [
  'id',
  'create_timestamp',
  'modify_timestamp',
  'create_user_id',
  'modify_user_id',
  'hit_rate',
];

/** What people decide of an ingress filter, with changes to it; by the names of the wire. */
export function ingressState(
  filter: Pick<IngressFilter, 'wire'> | undefined,
  change: Readonly<Record<string, unknown>> = {},
): ThingState {
  if (filter === undefined) return noThing;
  const fields = Object.entries({ ...filter.wire, ...change }).filter(([field]) => !given.includes(field));
  return inlineData(JSON.stringify(Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)))));
}

export const ingressThing: ThingKind = {
  async look({ path }, { cb, writes }) {
    const { ingressFilters } = await cb();
    const all = await ingressFilters.list({ signal: writes.signal });
    return ingressState(all.find(({ id }) => id === path));
  },
  async make({ path }, wanted, _now, { cb, writes: { signal } }) {
    const { ingressFilters } = await cb();
    const text = inlineText(wanted);
    const now = async () => (await ingressFilters.list({ signal })).find(({ id }) => id === path);
    if (text === undefined) {
      await proven(
        () => ingressFilters.remove(path, { signal }),
        async () => (await now()) === undefined,
      );
      return;
    }
    const fields = JSON.parse(text) as { readonly name: string; readonly description: string };
    const isSo = async () =>
      inlineText(ingressState(await now(), fields)) === inlineText(ingressState(await now()));
    const is = await now();
    const write = async (): Promise<void> => {
      if (is === undefined) await ingressFilters.create({ ...fields, id: path }, { signal });
      else await ingressFilters.update(path, { ...is.wire, ...fields }, { signal });
    };
    await proven(write, isSo);
  },
  words(state) {
    const text = inlineText(state);
    if (text === undefined) return 'no filter';
    const { name, enabled } = JSON.parse(text) as { readonly name: string; readonly enabled?: boolean };
    return `"${name}", ${enabled === false ? 'disabled' : 'enabled'}`;
  },
};
