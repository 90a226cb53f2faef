import { openState } from '../config/state.ts';
import { isCbError } from '../errors/cb-error.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { KeptKind, ShellMemory } from '../shell/settings.ts';

/** The shell's settings and aliases in the state folder. A state that cannot be read or written costs a note, never the shell. */
export function shellMemory(runtime: Runtime, stateFolder: string): ShellMemory {
  const state = openState(stateFolder, runtime.files, runtime.uid);
  const attempt = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isCbError(error, 'LocalFile')) throw error;
      runtime.note(`settings and aliases are not kept: ${error.message}`);
      return otherwise;
    }
  };
  const read = async (kind: KeptKind): Promise<Readonly<Record<string, unknown>>> => {
    const kept = await state.get(kind);
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  };
  const nothing = { settings: {}, aliases: {} };
  return {
    load: () =>
      attempt(async () => {
        // The store is loaded only where there is something in it.
        if ((await runtime.files.stat(`${stateFolder}/state.json`)) === undefined) return nothing;
        return { settings: await read('settings'), aliases: await read('aliases') };
      }, nothing),
    save: (kind, name, value) =>
      attempt(async () => {
        const { [name]: _before, ...others } = await read(kind);
        await state.set(kind, value === undefined ? others : { ...others, [name]: value });
      }, undefined),
  };
}
