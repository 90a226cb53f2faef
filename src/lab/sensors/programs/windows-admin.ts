import { EndpointFailure } from '../failure.ts';
import type { Program, ProgramRun } from '../machine.ts';
import type { RegistryData } from '../registry/registry-value.ts';
import { schtasks } from './schtasks.ts';
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

function reg({ args, machine: { registry }, out, err }: ProgramRun): number {
  const [verb, key = ''] = args;
  if (registry === undefined || verb?.toLowerCase() !== 'query') {
    err.text('ERROR: Invalid syntax.\nType "REG /?" for usage.\n');
    return 1;
  }
  const at = args.findIndex((argument) => argument.toLowerCase() === '/v');
  const wanted = at < 0 ? undefined : args[at + 1]?.toLowerCase();
  try {
    const { values, sub_keys } = registry.enumerate(key);
    const shown = values.filter(
      ({ value_name }) => wanted === undefined || value_name.toLowerCase() === wanted,
    );
    if (wanted !== undefined && shown.length === 0) throw new EndpointFailure('fileNotFound');
    out.text(`\n${key}\n`);
    for (const { value_name, value_type, value_data } of shown)
      out.text(`    ${value_name || '(Default)'}    ${value_type}    ${dataText(value_type, value_data)}\n`);
    out.text(wanted === undefined ? `\n${sub_keys.map((name) => `${key}\\${name}\n`).join('')}` : '\n');
    return 0;
  } catch (error) {
    if (!(error instanceof EndpointFailure)) throw error;
    err.text('ERROR: The system was unable to find the specified registry key or value.\n');
    return 1;
  }
}

function dataText(type: string, data: RegistryData): string {
  if (typeof data === 'number') return `0x${data.toString(16)}`;
  if (typeof data === 'object' && 'rawJSON' in data) return `0x${BigInt(data.rawJSON).toString(16)}`;
  return typeof data === 'string' ? (type === 'REG_BINARY' ? data.toUpperCase() : data) : data.join('\\0');
}
