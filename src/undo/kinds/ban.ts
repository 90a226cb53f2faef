import type { Ban } from '../../api/wire/ban.ts';
import { banHash, disableBan, removeBan } from '../../ops/ban.ts';
import { proven } from '../../ops/proven.ts';
import type { ThingState } from '../../ports/keeper.ts';
import { inlineData, inlineText, noThing } from '../states.ts';
import type { ThingKind } from './thing-kind.ts';

interface BanFields {
  readonly enabled: boolean;
  readonly text: string;
}

/** The server takes no record off its list: one that stops nothing and says nothing counts as none. */
export function banState(ban: BanFields | undefined): ThingState {
  if (ban === undefined || (!ban.enabled && ban.text === '')) return noThing;
  return inlineData(JSON.stringify({ enabled: ban.enabled, text: ban.text }));
}

/** The same of what the server says. */
export function knownBanState(ban: Ban | undefined): ThingState {
  return banState(ban === undefined ? undefined : { enabled: ban.isEnabled, text: ban.text });
}

export const bannedHash: ThingKind = {
  async look({ path: md5 }, { cb, writes }) {
    return knownBanState(await (await cb()).bans.find(md5, { signal: writes.signal }));
  },
  async make({ path: md5 }, state, _now, { cb, writes: { signal, dryRun } }) {
    const { bans } = await cb();
    const known = await bans.find(md5, { signal });
    const wanted = fieldsOf(state);
    const isDry = dryRun !== undefined;
    if (wanted === undefined) await removeBan(bans, { md5, known, signal });
    else if (!wanted.enabled) await disableBan(bans, { md5, text: wanted.text, known, signal }, isDry);
    else {
      await banHash(bans, { md5, text: wanted.text, known, signal }, isDry);
      const isSo = async () => (await bans.find(md5, { signal }))?.text === wanted.text;
      if (!isDry && !(await isSo())) await proven(() => bans.update(md5, wanted, { signal }), isSo);
    }
  },
  words(state) {
    const fields = fieldsOf(state);
    if (fields === undefined) return 'no ban';
    return `${fields.enabled ? 'banned' : 'a disabled ban'}: ${fields.text}`;
  },
  lost: (state) =>
    fieldsOf(state) === undefined ? 'that it never was on the list: its record stays, disabled' : undefined,
};

function fieldsOf(state: ThingState): BanFields | undefined {
  const text = inlineText(state);
  return text === undefined ? undefined : (JSON.parse(text) as BanFields);
}
