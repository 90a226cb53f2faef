import type { Feed } from '../../api/wire/feed.ts';
import { CbError } from '../../errors/cb-error.ts';
import { proven } from '../../ops/proven.ts';
import type { ThingState } from '../../ports/keeper.ts';
import { inlineData, inlineText, noThing } from '../states.ts';
import type { ThingKind } from './thing-kind.ts';

/** Whether a feed is there, and enabled. */
export function feedState(feed: Pick<Feed, 'isEnabled'> | undefined): ThingState {
  if (feed === undefined) return noThing;
  return inlineData(feed.isEnabled ? 'enabled' : 'disabled');
}

export const feedThing: ThingKind = {
  async look({ path }, { cb, writes }) {
    return feedState(await (await cb()).feeds.get(path, { signal: writes.signal }));
  },
  async make({ path }, wanted, _now, { cb, writes: { signal } }) {
    const { feeds } = await cb();
    const text = inlineText(wanted);
    if (text === undefined) {
      const isGone = async () => !(await feeds.list({ signal })).some(({ id }) => id === path);
      await proven(() => feeds.remove(path, { signal }), isGone);
      return;
    }
    const now = await feeds.get(path, { signal });
    if (now === undefined) throw new CbError('NotFound', `the feed ${path} is gone`);
    const enabled = text === 'enabled';
    const isSo = async () => (await feeds.get(path, { signal }))?.isEnabled === enabled;
    await proven(() => feeds.update(path, { ...now.whole, enabled }, { signal }), isSo);
  },
  words: (state) => inlineText(state) ?? 'no feed',
};
