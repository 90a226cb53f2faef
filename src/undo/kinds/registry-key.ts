import { isCbError } from '../../errors/cb-error.ts';
import { normaliseKey, type Registry, type RegistryValue } from '../../live/registry.ts';
import type { ThingChange } from '../../ports/keeper.ts';
import { isThere, noThing } from '../states.ts';
import { valueState } from './registry-value.ts';
import { liveOf, type ThingKind } from './thing-kind.ts';

/** A key by itself: its values and subkeys are things of their own. */
export const registryKey: ThingKind = {
  async look({ path }, place) {
    return (await isKey(liveOf(place).registry, path, place.writes.signal)) ? isThere : noThing;
  },
  async make({ path }, wanted, _now, place) {
    const { registry } = liveOf(place);
    if (wanted.is === 'there') await registry.createKey(path, place.writes);
    else await registry.deleteKey(path, place.writes);
  },
  words: ({ is }) => (is === 'there' ? 'a key' : is),
  lost: ({ is }) => (is === 'there' ? 'its rights, class and time' : undefined),
  async within(path, place) {
    // A row that cannot be read may be anything: then it is not empty.
    const unread: string[] = [];
    const { signal } = place.writes;
    const key = await liveOf(place).registry.key(path, signal, (sentence) => unread.push(sentence));
    return [
      ...key.values.map(({ name }) => ({ kind: 'registry value', path: `${key.path}\\${name}` }) as const),
      ...[...key.subKeys, ...unread].map(
        (name) => ({ kind: 'registry key', path: `${key.path}\\${name}` }) as const,
      ),
    ];
  },
};

/** What goes with a key that is deleted: its values, and itself. Nothing where it is not there. */
export async function deletedKey(
  registry: Registry,
  typed: string,
  signal: AbortSignal,
): Promise<readonly ThingChange[]> {
  const unread: string[] = [];
  try {
    const { path, values } = await registry.key(typed, signal, (sentence) => unread.push(sentence));
    return goneKey(path, values, unread);
  } catch (error) {
    if (isCbError(error, 'NotOnSensor')) return [];
    throw error;
  }
}

/** The same of a key that was looked at; `unread` says what could not be read of it. */
export function goneKey(
  path: string,
  values: readonly RegistryValue[],
  unread: readonly string[] = [],
): readonly ThingChange[] {
  const valueAt = (name: string) => ({ kind: 'registry value', path: `${path}\\${name}` }) as const;
  return [
    ...values.map((value) => ({ thing: valueAt(value.name), before: valueState(value), left: noThing })),
    ...unread.map((why) => ({
      thing: valueAt('?'),
      before: { is: 'unkept', why } as const,
      left: noThing,
    })),
    { thing: { kind: 'registry key', path }, before: isThere, left: noThing },
  ];
}

/** The key and those above it that are not there yet: a sensor makes them all. Looked for from below, by what their parents list. */
export async function madeKeys(
  registry: Registry,
  typed: string,
  signal: AbortSignal,
): Promise<readonly ThingChange[]> {
  const missing: string[] = [];
  for (let path = normaliseKey(typed); path.includes('\\'); path = parentOf(path)) {
    const name = path.slice(parentOf(path).length + 1).toLowerCase();
    try {
      let isWhole = true;
      const { subKeys } = await registry.key(parentOf(path), signal, () => {
        isWhole = false;
      });
      const isListed = subKeys.some((each) => each.toLowerCase() === name);
      // A row that cannot be read may be this very key.
      if (!isListed && (isWhole || !(await isKey(registry, path, signal)))) missing.unshift(path);
      break;
    } catch (error) {
      if (!isCbError(error, 'NotOnSensor')) throw error;
      missing.unshift(path);
    }
  }
  return missing.map((path) => ({ thing: { kind: 'registry key', path }, before: noThing, left: isThere }));
}

async function isKey(registry: Registry, path: string, signal: AbortSignal): Promise<boolean> {
  try {
    await registry.key(path, signal, () => undefined);
    return true;
  } catch (error) {
    if (isCbError(error, 'NotOnSensor')) return false;
    throw error;
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('\\'));
}
