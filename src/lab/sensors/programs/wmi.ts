import type { Machine } from '../machine.ts';
import { gateway, physicalAddress } from './windows-network.ts';
import { windowsServices } from './windows-services.ts';

type WmiObject = Readonly<Record<string, string | number | boolean>>;

const startModes = ['Boot', 'System', 'Auto', 'Manual', 'Disabled'];

const classes: Readonly<Record<string, (machine: Machine) => readonly WmiObject[]>> = {
  win32_service: (machine) =>
    windowsServices(machine).map((service) => ({
      Name: service.name,
      DisplayName: service.title,
      State: service.pid > 0 ? 'Running' : 'Stopped',
      StartMode: startModes[service.start] ?? 'Unknown',
      StartName: service.account,
      ProcessId: service.pid,
      PathName: service.image,
    })),
  win32_useraccount: ({ facts }) =>
    [...new Set(['Administrator', 'Guest', facts.user])].map((name) => ({
      Name: name,
      SID: `${facts.machineSid}-${name === 'Administrator' ? 500 : name === 'Guest' ? 501 : 1001}`,
      Disabled: name === 'Guest',
      LocalAccount: true,
      FullName: '',
    })),
  __eventconsumer: ({ facts }) => [
    { __CLASS: 'NTEventLogEventConsumer', Name: 'SCM Event Log Consumer' },
    {
      __CLASS: 'CommandLineEventConsumer',
      Name: 'Updater',
      CommandLineTemplate: `C:\\Users\\${facts.user}\\AppData\\Roaming\\Updater\\svch0st.exe -k wmi`,
    },
  ],
  win32_networkadapterconfiguration: ({ spec }) => [
    {
      Description: 'Intel(R) PRO/1000 MT Network Connection',
      IPEnabled: true,
      MACAddress: physicalAddress(spec.sensorId).replaceAll('-', ':'),
      IPAddress: `${spec.address} fe80::250:56ff:fe00:${spec.sensorId.toString(16)}`,
      DefaultIPGateway: gateway(spec.address),
      DNSServerSearchOrder: '192.0.2.53',
      DHCPServer: '192.0.2.54',
    },
    { Description: 'Microsoft ISATAP Adapter', IPEnabled: false },
  ],
};

/** `Get-WmiObject CLASS [-Filter A=B]`, behind it `Select-Object` and `ConvertTo-Csv`; undefined for a class that there is not. */
export function wmiText(
  machine: Machine,
  args: readonly string[],
  pipeline: readonly string[],
): string | undefined {
  const words = args.map((argument) => argument.toLowerCase());
  const objects = classes[words.find((word) => /^(?:win32)?_/.test(word)) ?? '']?.(machine);
  if (objects === undefined) return undefined;
  const [name = '', value = ''] = (args[words.indexOf('-filter') + 1] ?? '').split('=');
  const kept = words.includes('-filter')
    ? objects.filter((object) => String(object[name]).toLowerCase() === value.toLowerCase())
    : objects;
  return shownObjects(kept, pipeline);
}

/** `(Get-Process -Id N).Modules`, with the same behind it; undefined where there is no such process. */
export function modulesText(machine: Machine, pid: number, pipeline: readonly string[]): string | undefined {
  const process = machine.processes.get(pid);
  if (process === undefined) return undefined;
  const files = [
    process.path,
    ...['ntdll', 'kernel32', 'KERNELBASE', 'ws2_32'].map((name) => `C:\\Windows\\system32\\${name}.dll`),
  ];
  const objects = files.map((FileName, at) => ({
    ModuleName: FileName.split('\\').at(-1) ?? '',
    FileName,
    BaseAddress: at === 0 ? 4_194_304 : 140_700_000_000_000 + at * 2_097_152,
    ModuleMemorySize: (at + 1) * 65_536,
    Company: at === 0 ? '' : 'Microsoft Corporation',
  }));
  return shownObjects(objects, pipeline);
}

function shownObjects(kept: readonly WmiObject[], pipeline: readonly string[]): string {
  const select = pipeline
    .map((part) => /^Select(?:-Object)?\s+(.+)$/i.exec(part)?.[1])
    .find((list) => list !== undefined);
  // A list is chosen as `@{n='Name';e={$_.Name -join ' '}}`, which gives here what is a text already.
  const named = select?.matchAll(/@\{n='(\w+)';e=\{\$_\.\w+ -join ' '\}\}|(\w+)/g);
  const fields =
    named === undefined
      ? Object.keys(kept[0] ?? {})
      : Array.from(named, ([, list, field]) => list ?? field ?? '');
  const isCsv = pipeline.some((part) => /^ConvertTo-Csv\b/i.test(part));
  if (!isCsv) {
    return kept
      .map((object) => `${fields.map((field) => `${field} : ${textOf(object[field])}\n`).join('')}\n`)
      .join('');
  }
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  return [fields, ...kept.map((object) => fields.map((field) => textOf(object[field])))]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');
}

function textOf(value: string | number | boolean | undefined): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value ?? '');
}
