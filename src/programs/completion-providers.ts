import type { Live } from '../live/live.ts';
import { type ProcessEntry, processName } from '../live/process-entry.ts';
import type { CompletionProviders } from '../spec/completion-values.ts';
import { registryRoots } from '../text/registry-path.ts';
import { shownName } from '../verbs/reg/value-columns.ts';

/** Tab completion that asks the sensor: one listing a folder or key; the shell caches and bounds it. */
export function completionProviders(live: Live): CompletionProviders {
  return {
    async remotePath(word, signal) {
      const { paths } = live;
      const cut =
        Math.max(word.lastIndexOf('/'), paths.style === 'windows' ? word.lastIndexOf('\\') : -1) + 1;
      const folder = word.slice(0, cut);
      const entries = await live.files.list(live.resolve(folder === '' ? '.' : folder), signal);
      return entries.map((entry) => `${folder}${entry.name}${entry.isDirectory ? paths.separator : ''}`);
    },
    async regValue(word, signal) {
      if (live.paths.style === 'unix') return [];
      const folder = word.slice(0, word.lastIndexOf('\\') + 1);
      if (folder === '' && live.place.key === undefined) return registryRoots;
      const key = await live.registry.key(folder === '' ? '.' : folder, signal, () => undefined);
      // Behind a separator a name would be another one.
      const names = key.values.filter(({ name }) => !name.includes('\\'));
      return [...key.subKeys.map((name) => `${name}\\`), ...names.map(({ name }) => shownName(name))].map(
        (name) => folder + name,
      );
    },
    async process(_word, signal) {
      const list = await knownProcesses(live, signal);
      return [...new Set(list.map(processName)), ...pidsOf(list)];
    },
    program: async (_word, signal) => [...new Set((await knownProcesses(live, signal)).map(processName))],
    sensorUser: async (_word, signal) => [
      ...new Set((await knownProcesses(live, signal)).map(({ username }) => username)),
    ],
    pid: async (_word, signal) => pidsOf(await knownProcesses(live, signal)),
    async commandId(_word, signal) {
      const commands = await live.store.commands(signal);
      return commands.filter((command) => !command.isOver).map(({ id }) => String(id));
    },
    fileId: async (_word, signal) => (await live.store.files(signal)).map(({ id }) => String(id)),
  };
}

/** What ps has shown, else a listing. */
async function knownProcesses(live: Live, signal: AbortSignal): Promise<readonly ProcessEntry[]> {
  const known = live.processes.shown;
  return known.length > 0 ? known : await live.processes.list(signal, () => undefined);
}

function pidsOf(list: readonly ProcessEntry[]): readonly string[] {
  return list.map((entry) => String(entry.pid));
}
