import { EndpointFailure } from '../failure.ts';
import type { Program, ProgramRun } from '../machine.ts';
import type { RegistryData } from '../registry/registry-value.ts';

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

const services = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';

function sc({ args, machine: { registry }, out }: ProgramRun): number {
  const verb = args[0]?.toLowerCase();
  if (registry === undefined || (verb !== 'query' && verb !== 'queryex' && verb !== 'qc')) {
    out.text(
      'DESCRIPTION:\n        SC is a command line program used for communicating with the\n        Service Control Manager and services.\n',
    );
    return 0;
  }
  const known = registry.enumerate(services).sub_keys;
  const wanted = args[1];
  const names =
    wanted === undefined ? known : known.filter((name) => name.toLowerCase() === wanted.toLowerCase());
  if (names.length === 0) {
    out.text(
      '[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\n\nThe specified service does not exist as an installed service.\n\n',
    );
    return 1060;
  }
  for (const name of names) {
    const { values } = registry.enumerate(`${services}\\${name}`);
    const data = (value: string) => String(values.find((one) => one.value_name === value)?.value_data ?? '');
    out.text(`\nSERVICE_NAME: ${name}\nDISPLAY_NAME: ${data('DisplayName')}\n`);
    out.text(
      verb === 'qc'
        ? `        START_TYPE         : ${data('Start')}\n        BINARY_PATH_NAME   : ${data('ImagePath')}\n        SERVICE_START_NAME : ${data('ObjectName')}\n`
        : `        TYPE               : ${data('Type')}\n        STATE              : ${data('Start') === '2' ? '4  RUNNING' : '1  STOPPED'}\n`,
    );
  }
  return 0;
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

function schtasks({ out }: ProgramRun): number {
  out.text('\nFolder: \\\nTaskName                                 Next Run Time          Status\n');
  out.text(
    '======================================== ====================== ===============\nUpdater                                  At logon time          Ready\n',
  );
  return 0;
}
