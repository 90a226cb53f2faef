import type { KeptKind, ShellMemory } from '../../src/shell/settings.ts';

/** A memory that begins with this and records what is saved. */
export function memoryOf(
  kept: Partial<Record<KeptKind, Readonly<Record<string, unknown>>>> = {},
): ShellMemory & { readonly saved: (readonly [string, string, string | undefined])[] } {
  const saved: (readonly [string, string, string | undefined])[] = [];
  return {
    saved,
    load: async () => ({ settings: {}, aliases: {}, ...kept }),
    save: async (kind, name, value) => void saved.push([kind, name, value]),
  };
}
