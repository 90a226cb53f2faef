import type { Program, ProgramRun } from '../machine.ts';
import { schtasks } from './schtasks.ts';
import { reg } from './windows-reg.ts';
import { sc } from './windows-services.ts';

/** Programs of administrators: accounts, services, tasks, the registry. */
export const windowsAdminPrograms: readonly (readonly [string, Program])[] = [
  ['net', net],
  ['net1', net],
  ['sc', sc],
  ['reg', reg],
  ['schtasks', schtasks],
];

function net({ args, machine: { spec, facts }, out, err }: ProgramRun): number {
  switch (args[0]?.toLowerCase()) {
    case 'user':
      out.text(`\nUser accounts for \\\\${spec.hostname}\n\n${'-'.repeat(79)}\n`);
      out.text(
        `${['Administrator', 'Guest', facts.user].map((name) => name.padEnd(25)).join('')}\nThe command completed successfully.\n\n`,
      );
      return 0;
    case 'localgroup':
      out.text(
        `Alias name     ${args[1] ?? 'administrators'}\nMembers\n\n${'-'.repeat(79)}\nAdministrator\n${facts.userDomain}\\${facts.user}\nThe command completed successfully.\n\n`,
      );
      return 0;
    case 'use':
      out.text('New connections will be remembered.\n\nThere are no entries in the list.\n\n');
      return 0;
    case 'start':
      out.text(
        'These Windows services are started:\n\n   Carbon Black Sensor\n   DHCP Client\n   DNS Client\n   Print Spooler\n   Windows Event Log\n\nThe command completed successfully.\n\n',
      );
      return 0;
    case 'share':
      out.text(
        '\nShare name   Resource                        Remark\n\nC$           C:\\                             Default share\nADMIN$       C:\\Windows                      Remote Admin\nIPC$                                         Remote IPC\nThe command completed successfully.\n\n',
      );
      return 0;
    default:
      err.text(
        'The syntax of this command is:\n\nNET\n    [ ACCOUNTS | LOCALGROUP | SHARE | START | USE | USER ]\n',
      );
      return 1;
  }
}
