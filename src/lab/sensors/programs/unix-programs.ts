import type { Program } from '../machine.ts';
import { unixArchivePrograms } from './archives.ts';
import { manyProcesses } from './many-processes.ts';
import { unixFilePrograms } from './unix-files.ts';
import { unixNetworkPrograms } from './unix-network.ts';
import { unixServicePrograms } from './unix-services.ts';
import { unixSystemPrograms } from './unix-system.ts';
import { unixTextPrograms } from './unix-text.ts';

/** What can be run on a simulated Linux or macOS, by name. */
export const unixPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...unixFilePrograms,
  ...unixArchivePrograms,
  ...unixSystemPrograms,
  ...unixNetworkPrograms,
  ...unixServicePrograms,
  ...unixTextPrograms,
  ['lab-many-processes', manyProcesses],
]);
