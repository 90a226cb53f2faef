import { departmentServices } from '../windows/department-services.ts';
import type { WindowsProfile } from '../windows/windows-profile.ts';
import { plantHostileKey } from './hostile-key.ts';
import { Registry } from './registry.ts';
import type { ListedValue } from './registry-value.ts';

/** The registry of a simulated Windows: what an analyst looks at first, and what the shell needs to know (`OEMCP`). */
export function makeWindowsRegistry(profile: WindowsProfile): Registry {
  const registry = new Registry();
  plantSystem(registry, profile);
  plantSoftware(registry, profile);
  plantUsers(registry, profile);
  plantServices(registry, profile);
  plantHostileKey(registry);
  return registry;
}

const sz = (value_name: string, value_data: string): ListedValue => ({
  value_name,
  value_type: 'REG_SZ',
  value_data,
});
const expand = (value_name: string, value_data: string): ListedValue => ({
  value_name,
  value_type: 'REG_EXPAND_SZ',
  value_data,
});
const dword = (value_name: string, value_data: number): ListedValue => ({
  value_name,
  value_type: 'REG_DWORD',
  value_data,
});
const qword = (value_name: string, value_data: number): ListedValue => ({
  value_name,
  value_type: 'REG_QWORD',
  value_data,
});
const multi = (value_name: string, ...value_data: string[]): ListedValue => ({
  value_name,
  value_type: 'REG_MULTI_SZ',
  value_data,
});
const binary = (value_name: string, value_data: string): ListedValue => ({
  value_name,
  value_type: 'REG_BINARY',
  value_data,
});

const control = 'HKLM\\SYSTEM\\CurrentControlSet\\Control';

function plantSystem(
  registry: Registry,
  { spec, ansiCodePage, oemCodePage, bootTime, random }: WindowsProfile,
): void {
  registry.plant('HKLM\\HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\0', [
    sz('ProcessorNameString', 'Intel(R) Xeon(R) CPU E5-2680 0 @ 2.70GHz'),
    dword('~MHz', 2693),
    binary('FeatureSet', 'fffb8b1f'),
  ]);
  registry.plant('HKLM\\SAM\\SAM');
  registry.plant('HKLM\\SECURITY\\Policy');
  registry.plant('HKLM\\SYSTEM\\Select', [
    dword('Current', 1),
    dword('Default', 1),
    dword('Failed', 0),
    dword('LastKnownGood', 2),
  ]);
  registry.plant('HKLM\\SYSTEM\\MountedDevices', [
    binary('\\DosDevices\\C:', `${random.hex(8)}0000100000000000`),
  ]);
  registry.plant(`${control}\\Nls\\CodePage`, [
    sz('ACP', String(ansiCodePage)),
    sz('OEMCP', String(oemCodePage)),
    sz('MACCP', '10000'),
  ]);
  registry.plant(`${control}\\ComputerName\\ComputerName`, [sz('ComputerName', spec.hostname)]);
  registry.plant(`${control}\\TimeZoneInformation`, [
    sz('TimeZoneKeyName', 'UTC'),
    dword('ActiveTimeBias', 0),
  ]);
  registry.plant(`${control}\\Windows`, [
    expand('SystemDirectory', '%SystemRoot%\\system32'),
    qword('ShutdownTime', bootTime - 86_400),
  ]);
  registry.plant(`${control}\\Lsa`, [
    multi('Authentication Packages', 'msv1_0'),
    multi('Security Packages', 'kerberos', 'msv1_0', 'schannel', 'wdigest'),
    dword('LimitBlankPasswordUse', 1),
  ]);
  registry.plant(`${control}\\Session Manager`, [
    multi('BootExecute', 'autocheck autochk *'),
    multi('PendingFileRenameOperations', '\\??\\C:\\Windows\\Temp\\old.tmp', ''),
  ]);
  registry.plant(`${control}\\Session Manager\\Environment`, [
    expand('Path', '%SystemRoot%\\system32;%SystemRoot%;%SystemRoot%\\System32\\Wbem'),
    sz('NUMBER_OF_PROCESSORS', '2'),
    expand('TEMP', '%SystemRoot%\\TEMP'),
  ]);
  registry.plant('HKLM\\SYSTEM\\CurrentControlSet\\Hardware Profiles\\0001\\Software\\Fonts', [
    dword('LogPixels', 96),
  ]);
  registry.plant(
    'HKLM\\SYSTEM\\CurrentControlSet\\Enum\\USBSTOR\\Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.26\\20051739831234567890&0',
    [sz('FriendlyName', 'SanDisk Cruzer USB Device')],
  );
}

const currentVersion = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion';

function plantSoftware(registry: Registry, { release, installTime, user, random }: WindowsProfile): void {
  registry.plant('HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion', [
    sz('ProductName', release.product),
    sz('CurrentVersion', release.version.startsWith('6.1') ? '6.1' : '6.3'),
    sz('CurrentBuild', release.build),
    sz('RegisteredOwner', 'Windows User'),
    expand('SystemRoot', 'C:\\Windows'),
    dword('InstallDate', installTime),
    qword('InstallTime', installTime * 10_000_000 + 116_444_736_000_000_000),
    binary('DigitalProductId', random.hex(64)),
  ]);
  registry.plant('HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon', [
    sz('Shell', 'explorer.exe'),
    sz('Userinit', 'C:\\Windows\\system32\\userinit.exe,'),
    dword('AutoRestartShell', 1),
  ]);
  registry.plant(
    'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options\\sethc.exe',
    [sz('Debugger', 'C:\\Windows\\System32\\cmd.exe')],
  );
  registry.plant(`${currentVersion}\\Run`, [
    expand('SecurityHealth', '%windir%\\system32\\SecurityHealthSystray.exe'),
    sz('VMware User Process', '"C:\\Program Files\\VMware\\VMware Tools\\vmtoolsd.exe" -n vmusr'),
    sz('Updater', `C:\\Users\\${user}\\AppData\\Roaming\\Updater\\svch0st.exe -k netsvcs`),
  ]);
  registry.plant(`${currentVersion}\\RunOnce`);
  registry.plant(`${currentVersion}\\Policies\\System`, [
    dword('EnableLUA', 1),
    dword('ConsentPromptBehaviorAdmin', 5),
  ]);
  registry.plant(`${currentVersion}\\Uninstall\\7-Zip`, [
    sz('DisplayName', '7-Zip 9.20'),
    sz('Publisher', 'Igor Pavlov'),
    dword('EstimatedSize', 4356),
  ]);
  registry.plant(`${currentVersion}\\Uninstall\\Google Chrome`, [
    sz('DisplayName', 'Google Chrome'),
    sz('DisplayVersion', '39.0.2171.95'),
  ]);
  registry.plant(`${currentVersion}\\Uninstall\\{90150000-0011-0000-1000-0000000FF1CE}`, [
    sz('DisplayName', 'Microsoft Office Professional Plus 2013'),
    dword('NoModify', 0),
  ]);
  for (const [extension, kind] of [
    ['.txt', 'txtfile'],
    ['.exe', 'exefile'],
    ['.docm', 'Word.DocumentMacroEnabled.12'],
    ['.ps1', 'Microsoft.PowerShellScript.1'],
  ] as const)
    registry.plant(`HKLM\\SOFTWARE\\Classes\\${extension}`, [sz('', kind)]);
  registry.plant('HKLM\\SOFTWARE\\Classes\\exefile\\shell\\open\\command', [sz('', '"%1" %*')]);
  registry.plant('HKLM\\SOFTWARE\\Lab\\Types', [
    sz('', 'the default value'),
    sz('text', 'Grüße'),
    expand('expandable', '%SystemRoot%\\system32'),
    dword('dword', 0xffff_ffff),
    qword('qword', 2 ** 53 - 1),
    multi('multi', 'first', 'second', 'drei'),
    multi('multi empty'),
    binary('binary', '00ff10804e'),
    binary('binary empty', ''),
    { value_name: 'none', value_type: 'REG_NONE', value_data: '' },
    { value_name: 'big endian', value_type: 'REG_DWORD_BIG_ENDIAN', value_data: 1 },
    { value_name: 'link', value_type: 'REG_LINK', value_data: '\\Registry\\Machine\\SOFTWARE\\Lab' },
  ]);
  registry.plant('HKLM\\SOFTWARE\\Lab\\Parent\\Child\\Grandchild', [dword('depth', 3)]);
}

function plantUsers(registry: Registry, { accounts, user }: WindowsProfile): void {
  for (const sid of ['S-1-5-18', 'S-1-5-19', 'S-1-5-20', accounts.user.sid]) {
    registry.plant(`HKU\\${sid}\\Environment`, [expand('TEMP', '%USERPROFILE%\\AppData\\Local\\Temp')]);
    registry.plant(`HKU\\${sid}\\Software\\Microsoft\\Windows\\CurrentVersion\\Run`);
    registry.plant(`HKU\\${sid}\\Control Panel\\International`, [sz('LocaleName', 'en-US')]);
  }
  const person = `HKU\\${accounts.user.sid}`;
  registry.plant(`${person}\\Software\\Microsoft\\Windows\\CurrentVersion\\Run`, [
    sz('OneDrive', `"C:\\Users\\${user}\\AppData\\Local\\Microsoft\\OneDrive\\OneDrive.exe" /background`),
  ]);
  registry.plant(`${person}\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\RunMRU`, [
    sz('a', 'cmd\\1'),
    sz('b', '\\\\test\\blah\\1'),
    sz('MRUList', 'ba'),
  ]);
}

const serviceRows = [
  [
    'Dnscache',
    'DNS Client',
    '%SystemRoot%\\system32\\svchost.exe -k NetworkService',
    2,
    'NT AUTHORITY\\NetworkService',
  ],
  [
    'Dhcp',
    'DHCP Client',
    '%SystemRoot%\\system32\\svchost.exe -k LocalServiceNetworkRestricted',
    2,
    'NT Authority\\LocalService',
  ],
  [
    'EventLog',
    'Windows Event Log',
    '%SystemRoot%\\System32\\svchost.exe -k LocalServiceNetworkRestricted',
    2,
    'NT AUTHORITY\\LocalService',
  ],
  ['LanmanServer', 'Server', '%SystemRoot%\\system32\\svchost.exe -k netsvcs', 2, 'LocalSystem'],
  ['Schedule', 'Task Scheduler', '%systemroot%\\system32\\svchost.exe -k netsvcs', 2, 'LocalSystem'],
  ['Spooler', 'Print Spooler', '%SystemRoot%\\System32\\spoolsv.exe', 2, 'LocalSystem'],
  [
    'TermService',
    'Remote Desktop Services',
    '%SystemRoot%\\System32\\svchost.exe -k termsvcs',
    3,
    'NT Authority\\NetworkService',
  ],
  ['WinDefend', 'Windows Defender', '%SystemRoot%\\System32\\svchost.exe -k secsvcs', 4, 'LocalSystem'],
  ['wuauserv', 'Windows Update', '%systemroot%\\system32\\svchost.exe -k netsvcs', 2, 'LocalSystem'],
] as const;

function plantServices(registry: Registry, { user, spec }: WindowsProfile): void {
  const services = 'HKLM\\SYSTEM\\CurrentControlSet\\Services';
  for (const [name, title, image, start, account] of serviceRows) {
    registry.plant(`${services}\\${name}`, [
      sz('DisplayName', title),
      expand('ImagePath', image),
      dword('Start', start),
      dword('Type', 32),
      dword('ErrorControl', 1),
      sz('ObjectName', account),
      multi('DependOnService', 'RpcSs'),
      binary('FailureActions', '80510100000000000000000003000000140000000100000060ea0000'),
    ]);
    const isHosted = image.includes('svchost.exe');
    const dll = expand('ServiceDll', `%SystemRoot%\\system32\\${name.toLowerCase()}.dll`);
    registry.plant(`${services}\\${name}\\Parameters`, isHosted ? [dll] : []);
  }
  registry.plant(`${services}\\UpdSvc`, [
    sz('DisplayName', 'Update Helper'),
    expand('ImagePath', `C:\\Users\\${user}\\AppData\\Roaming\\Updater\\svch0st.exe`),
    dword('Start', 2),
    dword('Type', 16),
    sz('ObjectName', 'LocalSystem'),
  ]);
  for (const { name, title, image } of departmentServices(spec)) {
    registry.plant(`${services}\\${name}`, [
      sz('DisplayName', title),
      expand('ImagePath', image),
      dword('Start', 2),
      dword('Type', 16),
      sz('ObjectName', 'LocalSystem'),
    ]);
  }
  registry.plant(
    `${services}\\CarbonBlack`,
    [
      sz('DisplayName', 'Carbon Black Sensor'),
      expand('ImagePath', '%SystemRoot%\\CarbonBlack\\cb.exe'),
      dword('Start', 2),
      dword('Type', 16),
    ],
    true,
  );
}
