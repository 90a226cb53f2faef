/** Who made and signed a program, told by where it lies; first match wins. */
export interface Maker {
  readonly mark: RegExp;
  readonly company: string;
  readonly product: string;
  readonly publisher?: string;
}

export const windowsMakers: readonly Maker[] = [
  { mark: /^c:\\windows\\carbonblack\\/, company: 'Carbon Black, Inc.', product: 'Carbon Black Sensor' },
  { mark: /\\google\\/, company: 'Google Inc.', product: 'Google Chrome', publisher: 'Google Inc' },
  { mark: /\\mozilla firefox\\/, company: 'Mozilla Corporation', product: 'Firefox' },
  { mark: /\\adobe\\/, company: 'Adobe Systems Incorporated', product: 'Adobe Acrobat' },
  { mark: /\\vmware\\/, company: 'VMware, Inc.', product: 'VMware Tools' },
  { mark: /\\microsoft office\\/, company: 'Microsoft Corporation', product: 'Microsoft Office' },
  { mark: /\\7-zip\\/, company: 'Igor Pavlov', product: '7-Zip', publisher: '' },
  {
    mark: /^c:\\windows\\/,
    company: 'Microsoft Corporation',
    product: 'Microsoft® Windows® Operating System',
  },
  { mark: /\\(onedrive|teams|edge)\\/, company: 'Microsoft Corporation', product: 'Microsoft 365' },
  { mark: /^c:\\program files/, company: 'Northwind Traders', product: 'Northwind Suite' },
];

export const macMakers: readonly Maker[] = [
  { mark: /^\/applications\/google chrome/i, company: 'Google LLC', product: 'Google Chrome' },
  { mark: /^\/applications\/carbonblack/i, company: 'Carbon Black, Inc.', product: 'Carbon Black Sensor' },
  { mark: /^\/(applications|system|usr|sbin|bin|library)\//i, company: 'Apple Inc.', product: 'macOS' },
];

/** Programs whose signature is not what it should be; everything else outside the makers' folders is unsigned. */
export const oddSignatures: Readonly<Record<string, { result: string; code: number; publisher: string }>> = {
  'evil.exe': { result: 'Bad Signature', code: 0x80096010, publisher: 'Microsoft Corporation' },
  'flashupdate.exe': { result: 'Expired', code: 0x800b0101, publisher: 'Adobe Systems, Incorporated' },
  'searchbar.exe': { result: 'Untrusted Root', code: 0x800b0109, publisher: 'Toolbars United' },
  'oldtool.exe': { result: 'Invalid Chain', code: 0x800b010a, publisher: 'Northwind Traders' },
  'keygen.exe': { result: 'Explicit Distrust', code: 0x800b0111, publisher: 'Team 0x90' },
  'loader.exe': { result: 'Invalid Signature', code: 0x800b0100, publisher: 'Contoso Ltd' },
};

/** What the version resource says a file is. */
export const descriptions: Readonly<Record<string, string>> = {
  'adobearm.exe': 'Adobe Reader and Acrobat Manager',
  'chrome.exe': 'Google Chrome',
  'cmd.exe': 'Windows Command Processor',
  'conhost.exe': 'Console Window Host',
  'csrss.exe': 'Client Server Runtime Process',
  'dllhost.exe': 'COM Surrogate',
  'dwm.exe': 'Desktop Window Manager',
  'evil.exe': 'Host Process for Windows Services',
  'excel.exe': 'Microsoft Excel',
  'explorer.exe': 'Windows Explorer',
  'ipconfig.exe': 'IP Configuration Utility',
  'kernel32.dll': 'Windows NT BASE API Client DLL',
  'lsass.exe': 'Local Security Authority Process',
  'net.exe': 'Net Command',
  'net1.exe': 'Net Command',
  'notepad.exe': 'Notepad',
  'ntdll.dll': 'NT Layer DLL',
  'ntoskrnl.exe': 'NT Kernel & System',
  'outlook.exe': 'Microsoft Outlook',
  'ping.exe': 'TCP/IP Ping Command',
  'powershell.exe': 'Windows PowerShell',
  'robocopy.exe': 'Microsoft Robocopy',
  'rundll32.exe': 'Windows host process (Rundll32)',
  'schtasks.exe': 'Task Scheduler Configuration Tool',
  'searchindexer.exe': 'Microsoft Windows Search Indexer',
  'services.exe': 'Services and Controller app',
  'smss.exe': 'Windows Session Manager',
  'svchost.exe': 'Host Process for Windows Services',
  'taskhost.exe': 'Host Process for Windows Tasks',
  'tasklist.exe': 'Lists the current running tasks',
  'thumbnailextractionhost.exe': 'Thumbnail Extraction Host',
  'userinit.exe': 'Userinit Logon Application',
  'wermgr.exe': 'Windows Problem Reporting',
  'whoami.exe': 'whoami - displays logged on user information',
  'winlogon.exe': 'Windows Logon Application',
  'winword.exe': 'Microsoft Word',
  'wmiprvse.exe': 'WMI Provider Host',
};
