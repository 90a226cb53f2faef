import { type RegEntry, readRegEntries } from './reg-entries.ts';
import { regValueOf } from './reg-value-text.ts';
import type { RegistryValue } from './registry.ts';

/** What a `.reg` file wants of one key or value. */
export type RegStep =
  | { readonly kind: 'key'; readonly path: string }
  | { readonly kind: 'delete key'; readonly path: string }
  | { readonly kind: 'value'; readonly path: string; readonly value: RegistryValue }
  | { readonly kind: 'delete value'; readonly path: string; readonly name: string }
  /** What a sensor cannot be given exactly. */
  | { readonly kind: 'left out'; readonly path: string; readonly name: string; readonly why: string };

/** The steps of a `.reg` file, in its order (`readRegEntries`). */
export function readRegFile(text: string, file: string): readonly RegStep[] {
  return readRegEntries(text, file).flatMap((entry) => stepOf(entry) ?? []);
}

function stepOf(entry: RegEntry): RegStep | undefined {
  if (entry.kind === 'left out') return undefined;
  if (entry.kind !== 'value') return entry;
  const { path, name, type, bytes } = entry;
  const leftOut = (why: string): RegStep => ({ kind: 'left out', path, name, why });
  if (name.includes('\\')) return leftOut('a name with \\ would be another key');
  const value = regValueOf(type, bytes);
  if (value === undefined)
    return leftOut(`data of the type hex(${type.toString(16)}) cannot be sent as it is`);
  return { kind: 'value', path, value: { name, ...value } };
}
