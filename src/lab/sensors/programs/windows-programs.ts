import type { Program } from '../machine.ts';
import { manyProcesses } from './many-processes.ts';
import { powershell } from './powershell.ts';
import { windowsAdminPrograms } from './windows-admin.ts';
import { windowsNetworkPrograms } from './windows-network.ts';
import { windowsSystemPrograms } from './windows-system.ts';
import { windowsTextPrograms } from './windows-text.ts';

/** What can be run on a simulated Windows, by file name; those without an extension are `.exe`. */
export const windowsPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...windowsSystemPrograms,
  ...windowsNetworkPrograms,
  ...windowsTextPrograms,
  ...windowsAdminPrograms,
  ['powershell', powershell],
  ['lab-many-processes', manyProcesses],
]);
