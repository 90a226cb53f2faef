import { hostileCommandLine } from '../hostile-text.ts';
import type { BootProcess } from '../processes/boot-processes.ts';
import { departmentServices } from './department-services.ts';
import type { WindowsProfile } from './windows-profile.ts';

/** Everything that runs on a simulated Windows, parents first: the system, its services, and a person at work. */
export function windowsBootProcesses(profile: WindowsProfile): BootProcess[] {
  return [...systemRows(profile), ...serviceRows(profile), ...userRows(profile)];
}

const system32 = 'C:\\Windows\\System32';
const kernel = 'c:\\windows\\system32\\ntoskrnl.exe';

function systemRows({ accounts: { system }, spec }: WindowsProfile): BootProcess[] {
  const row = (key: string, parent: string, path: string, commandLine: string, after: number) => ({
    key,
    parent,
    path,
    commandLine,
    account: system,
    after,
    isProtected: true,
  });
  const csrss =
    '%SystemRoot%\\system32\\csrss.exe ObjectDirectory=\\Windows SharedSection=1024,20480,768 Windows=On SubSystemType=Windows';
  return [
    {
      key: 'system',
      path: spec.hidesKernelPath === true ? '' : kernel,
      commandLine: '',
      account: system,
      after: 0,
      isProtected: true,
    },
    row('smss', 'system', `${system32}\\smss.exe`, '\\systemroot\\system32\\smss.exe', 0),
    {
      ...row('smss 0', 'smss', `${system32}\\smss.exe`, '\\SystemRoot\\System32\\smss.exe 00000000', 2),
      hasEnded: true,
    },
    row('csrss 0', 'smss 0', `${system32}\\csrss.exe`, csrss, 2),
    {
      ...row('smss 1', 'smss', `${system32}\\smss.exe`, '\\SystemRoot\\System32\\smss.exe 00000001', 2),
      hasEnded: true,
    },
    row('wininit', 'smss 0', `${system32}\\wininit.exe`, 'wininit.exe', 3),
    row('csrss 1', 'smss 1', `${system32}\\csrss.exe`, csrss, 3),
    row('winlogon', 'smss 1', `${system32}\\winlogon.exe`, 'winlogon.exe', 3),
    row('services', 'wininit', `${system32}\\services.exe`, 'C:\\Windows\\system32\\services.exe', 4),
    row('lsass', 'wininit', `${system32}\\lsass.exe`, 'C:\\Windows\\system32\\lsass.exe', 4),
    row('lsm', 'wininit', `${system32}\\lsm.exe`, 'C:\\Windows\\system32\\lsm.exe', 4),
  ];
}

const serviceHosts = [
  ['DcomLaunch', 'system'],
  ['RPCSS', 'networkService'],
  ['LocalServiceNetworkRestricted', 'localService'],
  ['LocalSystemNetworkRestricted', 'system'],
  ['netsvcs', 'system'],
  ['LocalService', 'localService'],
  ['NetworkService', 'networkService'],
  ['LocalServiceNoNetwork', 'localService'],
  ['LocalServiceAndNoImpersonation', 'localService'],
  ['NetworkServiceNetworkRestricted', 'networkService'],
  ['regsvc', 'localService'],
  ['termsvcs', 'networkService'],
  ['secsvcs', 'system'],
] as const;

function serviceRows({ accounts, spec }: WindowsProfile): BootProcess[] {
  const hosts = serviceHosts.map(
    ([group, account], index): BootProcess => ({
      key: `svchost ${group}`,
      parent: 'services',
      path: `${system32}\\svchost.exe`,
      commandLine: `C:\\Windows\\system32\\svchost.exe -k ${group}`,
      account: accounts[account],
      after: 6 + index,
    }),
  );
  const service = (key: string, path: string, commandLine: string, after: number): BootProcess => ({
    key,
    parent: 'services',
    path,
    commandLine,
    account: accounts.system,
    after,
  });
  return [
    ...hosts,
    service('spoolsv', `${system32}\\spoolsv.exe`, 'C:\\Windows\\System32\\spoolsv.exe', 22),
    {
      ...service('cb', 'C:\\Windows\\CarbonBlack\\cb.exe', 'C:\\Windows\\CarbonBlack\\cb.exe', 24),
      isProtected: true,
    },
    service(
      'vmtoolsd',
      'C:\\Program Files\\VMware\\VMware Tools\\vmtoolsd.exe',
      '"C:\\Program Files\\VMware\\VMware Tools\\vmtoolsd.exe"',
      26,
    ),
    service(
      'search',
      `${system32}\\SearchIndexer.exe`,
      'C:\\Windows\\system32\\SearchIndexer.exe /Embedding',
      48,
    ),
    service(
      'dllhost',
      `${system32}\\dllhost.exe`,
      `${system32}\\dllhost.exe /Processid:{02D4B3F1-FD88-11D1-960D-00805FC79235}`,
      50,
    ),
    {
      ...service('msdtc', `${system32}\\msdtc.exe`, 'C:\\Windows\\System32\\msdtc.exe', 55),
      account: accounts.networkService,
    },
    ...departmentServices(spec).map(({ name, image, path }, index) => service(name, path, image, 60 + index)),
  ];
}

function userRows({ accounts: { user, system }, user: name, random }: WindowsProfile): BootProcess[] {
  const home = `C:\\Users\\${name}`;
  const chrome = 'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe';
  const office = 'C:\\Program Files\\Microsoft Office\\Office15';
  const hidden = Buffer.from('Start-Sleep -Seconds 86400', 'utf16le').toString('base64');
  const row = (
    key: string,
    parent: string,
    path: string,
    commandLine: string,
    after: number,
  ): BootProcess => ({
    key,
    parent,
    path,
    commandLine,
    account: user,
    after,
  });
  const tabs = Array.from({ length: random.int(3, 7) }, (_, index) =>
    row(
      `chrome ${index}`,
      'chrome',
      chrome,
      `"${chrome}" --type=renderer --lang=en-US --channel="${random.int(1000, 9000)}.${index}.${random.int(1e8, 2e9)}\\${random.int(1e8, 2e9)}" /prefetch:673131151`,
      310 + index,
    ),
  );
  return [
    row('taskhost', 'services', `${system32}\\taskhost.exe`, '"taskhost.exe"', 95),
    {
      ...row('userinit', 'winlogon', `${system32}\\userinit.exe`, `${system32}\\userinit.exe`, 96),
      hasEnded: true,
    },
    row(
      'dwm',
      'svchost LocalSystemNetworkRestricted',
      `${system32}\\dwm.exe`,
      '"C:\\Windows\\system32\\Dwm.exe"',
      97,
    ),
    row('explorer', 'userinit', 'C:\\Windows\\explorer.exe', 'C:\\Windows\\Explorer.EXE', 98),
    row(
      'vmtray',
      'explorer',
      'C:\\Program Files\\VMware\\VMware Tools\\vmtoolsd.exe',
      '"C:\\Program Files\\VMware\\VMware Tools\\vmtoolsd.exe" -n vmusr',
      104,
    ),
    row('outlook', 'explorer', `${office}\\OUTLOOK.EXE`, `"${office}\\OUTLOOK.EXE"`, 190),
    row('chrome', 'explorer', chrome, `"${chrome}" `, 300),
    ...tabs,
    row(
      'winword',
      'outlook',
      `${office}\\WINWORD.EXE`,
      `"${office}\\WINWORD.EXE" /n "${home}\\Downloads\\Invoice 4711 (überfällig).docm"`,
      420,
    ),
    row(
      'powershell',
      'winword',
      `${system32}\\WindowsPowerShell\\v1.0\\powershell.exe`,
      `powershell.exe -NoP -NonI -W Hidden -Exec Bypass -Enc ${hidden}`,
      431,
    ),
    row(
      'updater',
      'powershell',
      `${home}\\AppData\\Roaming\\Updater\\svch0st.exe`,
      `"${home}\\AppData\\Roaming\\Updater\\svch0st.exe" -k netsvcs --beacon 60`,
      447,
    ),
    row('cmd', 'explorer', `${system32}\\cmd.exe`, '"C:\\Windows\\system32\\cmd.exe" ', 520),
    {
      ...row(
        'conhost',
        'csrss 1',
        `${system32}\\conhost.exe`,
        '\\??\\C:\\Windows\\system32\\conhost.exe "-1184211374-17480"',
        520,
      ),
    },
    row(
      'notepad',
      'explorer',
      `${system32}\\notepad.exe`,
      `"${system32}\\NOTEPAD.EXE" ${home}\\Desktop\\notes.txt`,
      610,
    ),
    row('evil', 'updater', 'C:\\Users\\Public\\evil.exe', hostileCommandLine, 640),
    {
      ...row(
        'wmiprvse',
        'svchost DcomLaunch',
        `${system32}\\wbem\\WmiPrvSE.exe`,
        `${system32}\\wbem\\wmiprvse.exe`,
        660,
      ),
      account: system,
    },
  ];
}
