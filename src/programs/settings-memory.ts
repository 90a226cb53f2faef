import { openState } from '../config/state.ts';
import { isCbError } from '../errors/cb-error.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { SettingsMemory } from '../shell/settings.ts';

/** The shell's settings in the state folder. One that cannot be read or written costs a note, never the shell. */
export function settingsMemory(runtime: Runtime, stateFolder: string): SettingsMemory {
  const state = openState(stateFolder, runtime.files, runtime.uid);
  const attempt = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isCbError(error, 'LocalFile')) throw error;
      runtime.note(`settings are not kept: ${error.message}`);
      return otherwise;
    }
  };
  const read = async (): Promise<Readonly<Record<string, unknown>>> => {
    const kept = await state.get('settings');
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  };
  return {
    // The store is loaded only where there is something in it.
    load: () =>
      attempt(
        async () =>
          (await runtime.files.stat(`${stateFolder}/state.json`)) === undefined ? {} : await read(),
        {},
      ),
    save: (name, value) =>
      attempt(async () => state.set('settings', { ...(await read()), [name]: value }), undefined),
  };
}
