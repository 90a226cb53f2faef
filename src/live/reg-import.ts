import { isCbError } from '../errors/cb-error.ts';
import type { OnUnread } from './read-rows.ts';
import { regData } from './reg-data.ts';
import type { RegStep } from './reg-reader.ts';
import type { Registry, RegistryKey, RegistryValue } from './registry.ts';

/** What a step comes to on a sensor, before anything is written. */
export interface PlannedStep {
  readonly action:
    | 'create key'
    | 'delete key'
    | 'set value'
    | 'replace value'
    | 'delete value'
    | 'same'
    | 'left out';
  readonly key: string;
  /** Of a value; empty for the default one. */
  readonly name?: string;
  readonly value?: RegistryValue;
  /** What is there now. */
  readonly before?: RegistryValue;
  /** What a key holds that is to be deleted. */
  readonly values?: readonly RegistryValue[];
  readonly why?: string;
}

/** Looks at each key once, as it is now; a key to delete is one step for each below it, deepest first. */
export async function planImport(
  registry: Registry,
  steps: readonly RegStep[],
  options: { readonly signal: AbortSignal; readonly onUnread: OnUnread },
): Promise<readonly PlannedStep[]> {
  const keys = new Map<string, RegistryKey | undefined>();
  const plan: PlannedStep[] = [];
  const keyAt = async (path: string): Promise<RegistryKey | undefined> => {
    const known = path.toLowerCase();
    if (!keys.has(known)) keys.set(known, await there(registry, path, options));
    return keys.get(known);
  };
  for (const step of steps) {
    const { path } = step;
    if (step.kind === 'left out')
      plan.push({ action: 'left out', key: path, name: step.name, why: step.why });
    else if (step.kind === 'delete key') {
      const below = (await keyAt(path)) === undefined ? [] : await keysBelow(registry, path, options);
      for (const gone of below) keys.set(gone.path.toLowerCase(), undefined);
      plan.push(
        ...(below.length === 0
          ? [{ action: 'same' as const, key: path }]
          : below.reverse().map(({ path: gone, values }) => ({
              action: 'delete key' as const,
              key: gone,
              values,
            }))),
      );
    } else if (step.kind === 'key') {
      const isThere = (await keyAt(path)) !== undefined;
      plan.push({ action: isThere ? 'same' : 'create key', key: path });
      if (!isThere) keys.set(path.toLowerCase(), { path, values: [], subKeys: [] });
    } else {
      const name = step.kind === 'value' ? step.value.name : step.name;
      const before = (await keyAt(path))?.values.find(
        (value) => value.name.toLowerCase() === name.toLowerCase(),
      );
      plan.push(plannedValue({ key: path, name }, step.kind === 'value' ? step.value : undefined, before));
    }
  }
  return plan;
}

function plannedValue(
  place: { readonly key: string; readonly name: string },
  value: RegistryValue | undefined,
  before: RegistryValue | undefined,
): PlannedStep {
  const was = before === undefined ? {} : { before };
  if (value === undefined)
    return { action: before === undefined ? 'same' : 'delete value', ...place, ...was };
  if (before === undefined) return { action: 'set value', ...place, value };
  return { action: isSameData(value, before) ? 'same' : 'replace value', ...place, value, ...was };
}

/** By the bytes that the registry holds, whatever form the sensor gives them in. */
export function isSameData(a: RegistryValue, b: RegistryValue): boolean {
  const [first, second] = [a, b].map((value) => regData(value));
  return first !== undefined && second !== undefined && [...first].join('') === [...second].join('');
}

/** Undefined where the sensor says that it is not there. */
async function there(
  registry: Registry,
  path: string,
  { signal, onUnread }: { readonly signal: AbortSignal; readonly onUnread: OnUnread },
): Promise<RegistryKey | undefined> {
  try {
    return await registry.key(path, signal, onUnread);
  } catch (error) {
    if (isCbError(error, 'NotOnSensor')) return undefined;
    throw error;
  }
}

/** Itself first. Throws where one below it cannot be looked at: it would be deleted unseen. */
async function keysBelow(
  registry: Registry,
  path: string,
  { signal, onUnread }: { readonly signal: AbortSignal; readonly onUnread: OnUnread },
): Promise<RegistryKey[]> {
  const found: RegistryKey[] = [];
  const onError = (_below: string, error: unknown): never => {
    throw error;
  };
  for await (const key of registry.walk(path, { signal, onUnread, onError })) found.push(key);
  return found;
}
