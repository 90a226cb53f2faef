import { isCbError } from '../../errors/cb-error.ts';
import { regData } from '../../live/reg-data.ts';
import { regFileHeader } from '../../live/reg-file.ts';
import { readRegFile } from '../../live/reg-reader.ts';
import type { RegistryValue } from '../../live/registry.ts';
import type { ThingState } from '../../ports/keeper.ts';
import { inlineData, inlineText, noThing } from '../states.ts';
import { liveOf, type ThingKind } from './thing-kind.ts';

type TypedData = Pick<RegistryValue, 'type' | 'data'>;

const longestShown = 60;

/** A value as it stands in a .reg file behind its name: that is its type and bytes, in whatever form the sensor has them. */
export function valueState({ type, data }: TypedData): ThingState {
  const pieces = regData({ name: '', type, data });
  if (pieces === undefined) return { is: 'unkept', why: `its data is no ${type}` };
  const text = [...pieces].join('');
  if (typedData(text) === undefined)
    return { is: 'unkept', why: `data of its type (${type}) cannot be sent as it is` };
  return inlineData(text);
}

/** Undefined where the sensor cannot be given it. */
function typedData(text: string): TypedData | undefined {
  const steps = readRegFile(`${regFileHeader}\n[HKEY_LOCAL_MACHINE]\n@=${text}`, 'the value');
  const last = steps.at(-1);
  return last?.kind === 'value' ? last.value : undefined;
}

export const registryValue: ThingKind = {
  async look({ path }, place) {
    try {
      return valueState(await liveOf(place).registry.value(path, place.writes.signal));
    } catch (error) {
      if (isCbError(error, 'NotOnSensor')) return noThing;
      throw error;
    }
  },
  async make({ path }, wanted, _now, place) {
    const { registry } = liveOf(place);
    const text = inlineText(wanted);
    const value = text === undefined ? undefined : typedData(text);
    if (value === undefined) await registry.deleteValue(path, place.writes);
    else await registry.setValue(path, { ...value, overwrite: true }, place.writes);
  },
  words(state, longest = longestShown) {
    const text = inlineText(state);
    const value = text === undefined ? undefined : typedData(text);
    if (value === undefined) return state.is === 'unkept' ? state.why : state.is;
    const data = JSON.stringify(value.data) ?? '';
    return `${value.type} ${data.length > longest ? `${data.slice(0, longest)}…` : data}`;
  },
};
