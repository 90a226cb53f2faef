import { releaseOf } from '../../binaries/binary-spec.ts';
import { imageContent } from '../content/image-content.ts';
import { zeroContent } from '../content/made-up-content.ts';
import { FileSystem } from '../files/file-system.ts';
import { plantLabFolder } from '../files/lab-folder.ts';
import type { Directory } from '../files/nodes.ts';
import { Planter } from '../files/planter.ts';
import { windowsPathRules } from '../files/windows-path-rules.ts';
import { departmentServices } from './department-services.ts';
import { drivers, eventLogs, system32Libraries, system32Programs } from './windows-names.ts';
import type { WindowsProfile } from './windows-profile.ts';
import { plantUsers } from './windows-users.ts';

export const WINDOWS_WORKING_DIRECTORY = 'C:\\Windows\\CarbonBlack';

/** The `C:` of a simulated Windows. `programs` are the file names of the console programs that can be run. */
export function makeWindowsFiles(profile: WindowsProfile, programs: readonly string[]): FileSystem {
  const { installTime, bootTime, spec } = profile;
  const files = new FileSystem(windowsPathRules, WINDOWS_WORKING_DIRECTORY);
  const release = releaseOf('windows', spec.osName ?? '', spec.sensorId);
  const planter = new Planter(files, spec.seed, {
    from: installTime,
    to: bootTime,
    imageAt: (path) => imageContent('windows', release, path),
  });
  files.addRoot('C:', planter.times('C:', installTime));
  for (const drive of spec.emptyDrives ?? ['A:']) files.addEmptyDrive(drive);
  plantTop(planter, profile);
  plantWindows(planter, profile, programs);
  plantPrograms(planter);
  for (const { path } of departmentServices(spec)) planter.program(path);
  plantUsers(planter, profile);
  plantLabFolder(planter, 'C:\\lab');
  planter.program('C:\\lab\\lab-many-processes.exe');
  return files;
}

function plantTop(planter: Planter, { bootTime, installTime }: WindowsProfile): void {
  const hidden = ['HIDDEN', 'SYSTEM'] as const;
  planter.directory('C:\\$Recycle.Bin', { attributes: hidden });
  planter.directory('C:\\$Recycle.Bin\\S-1-5-18', { attributes: hidden });
  planter.directory('C:\\Documents and Settings', {
    attributes: [...hidden, 'REPARSE_POINT', 'NOT_CONTENT_INDEXED'],
    denied: true,
    written: installTime,
  });
  planter.directory('C:\\PerfLogs', { written: installTime });
  planter.directory('C:\\ProgramData', { attributes: ['HIDDEN', 'NOT_CONTENT_INDEXED'] });
  planter.directory('C:\\System Volume Information', { attributes: hidden, denied: true });
  planter.file('C:\\pagefile.sys', zeroContent(4 * 1024 ** 3), {
    attributes: ['HIDDEN', 'SYSTEM', 'ARCHIVE'],
    written: bootTime,
    busy: true,
  });
  planter.file('C:\\hiberfil.sys', zeroContent(3 * 1024 ** 3), {
    attributes: ['HIDDEN', 'SYSTEM', 'ARCHIVE'],
    written: bootTime,
    busy: true,
  });
  planter.binary('C:\\bootmgr', 383_786, Buffer.from('\xeb\x16', 'latin1'), {
    attributes: ['READONLY', 'HIDDEN', 'SYSTEM', 'ARCHIVE'],
  });
}

function plantWindows(planter: Planter, profile: WindowsProfile, programs: readonly string[]): void {
  const { release, bootTime } = profile;
  const system = { written: release.released };
  const exe = (path: string) => planter.program(path, system);

  planter.directory('C:\\Windows\\System32', {}, (directory) =>
    fillSystem32(planter, profile, programs, directory),
  );
  for (const folder of [
    'Fonts',
    'Help',
    'IME',
    'Media',
    'Microsoft.NET',
    'Prefetch',
    'Resources',
    'SysWOW64',
    'Temp',
    'winsxs',
  ])
    planter.directory(`C:\\Windows\\${folder}`);
  planter.directory('C:\\Windows\\assembly', { attributes: ['READONLY'] });
  planter.directory('C:\\Windows\\Installer', { attributes: ['HIDDEN', 'SYSTEM'] });
  exe('C:\\Windows\\explorer.exe');
  exe('C:\\Windows\\regedit.exe');
  exe('C:\\Windows\\notepad.exe');
  exe('C:\\Windows\\hh.exe');
  planter.text(
    'C:\\Windows\\win.ini',
    '; for 16-bit app support\r\n[fonts]\r\n[extensions]\r\n[mci extensions]\r\n[files]\r\n[Mail]\r\nMAPI=1\r\n',
  );
  planter.text('C:\\Windows\\system.ini', '; for 16-bit app support\r\n[386Enh]\r\nwoafont=dosapp.fon\r\n');
  planter.text('C:\\Windows\\WindowsUpdate.log', updateLog(profile), 'utf8', { written: bootTime + 300 });
  planter.text('C:\\Windows\\setupact.log', 'Setup completed.\r\n', profile.ansiCodePage);
  planter.text('C:\\Windows\\Temp\\MpCmdRun.log', 'MpCmdRun: End time: 0\r\n', 'utf16le-bom');
  for (const name of [
    'POWERSHELL.EXE-920BBA2A',
    'SVCH0ST.EXE-1FB2E1C0',
    'WINWORD.EXE-C91725A1',
    'CMD.EXE-4A81B364',
  ]) {
    planter.binary(
      `C:\\Windows\\Prefetch\\${name}.pf`,
      planter.size(name, 9000, 90_000),
      Buffer.from('\x17\0\0\0SCCA', 'latin1'),
    );
  }
  exe('C:\\Windows\\CarbonBlack\\cb.exe');
  planter.text('C:\\Windows\\CarbonBlack\\Sensor.LOG', sensorLog(profile), 'utf8', {
    written: bootTime + 400,
  });
  planter.directory('C:\\Windows\\CarbonBlack\\EventLogs');
  planter.directory('C:\\Windows\\CarbonBlack\\Store');
  planter.text('C:\\Windows\\CarbonBlack\\Diagnostics\\status.txt', 'connected\r\n');
}

function fillSystem32(
  planter: Planter,
  profile: WindowsProfile,
  programs: readonly string[],
  directory: Directory,
): void {
  const { release, ansiCodePage, bootTime } = profile;
  const system = { written: release.released };
  const base = 'C:\\Windows\\System32';
  const add = (name: string) => planter.program(`${base}\\${name}`, system);
  for (const folder of [
    'catroot',
    'CodeIntegrity',
    'com',
    'DriverStore',
    'en-US',
    'inetsrv',
    'LogFiles',
    'Macromed',
    'migration',
    'oobe',
    'restore',
    'spool',
    'Tasks',
    'wbem',
    'wdi',
    'winevt',
  ])
    planter.directory(`${base}\\${folder}`, system);
  for (const name of system32Libraries) add(name.includes('.') ? name : `${name}.dll`);
  for (let index = 0; index < 60; index += 1) {
    add(
      `api-ms-win-core-${['file', 'heap', 'io', 'processthreads', 'synch', 'util'][index % 6]}-l1-${Math.floor(index / 6)}-0.dll`,
    );
  }
  for (const name of new Set([...system32Programs.map((word) => `${word}.exe`), ...programs])) add(name);
  add('wbem\\WMIC.exe');
  add('wbem\\WmiPrvSE.exe');
  add('WindowsPowerShell\\v1.0\\powershell.exe');
  for (const name of drivers) add(`drivers\\${name}.sys`);
  planter.text(`${base}\\drivers\\etc\\hosts`, hostsFile(profile), ansiCodePage);
  planter.text(
    `${base}\\drivers\\etc\\services`,
    'echo                7/tcp\r\nftp                21/tcp\r\nssh                22/tcp\r\ndomain             53/udp\r\nhttp               80/tcp\r\nhttps             443/tcp\r\n',
  );
  for (const hive of ['DEFAULT', 'SAM', 'SECURITY', 'SOFTWARE', 'SYSTEM']) {
    const path = `${base}\\config\\${hive}`;
    planter.binary(path, planter.size(path, 262_144, 60_000_000), Buffer.from('regf'), {
      busy: true,
      written: bootTime + 60,
    });
  }
  planter.directory(`${base}\\config\\systemprofile`);
  for (const log of eventLogs) {
    const path = `${base}\\winevt\\Logs\\${log}.evtx`;
    planter.binary(path, planter.size(path, 1, 300) * 65_536 + 4096, Buffer.from('ElfFile\0'), {
      written: bootTime + 500,
    });
  }
  planter.text(`${base}\\Tasks\\Updater`, taskFile(profile), 'utf16le-bom', { written: bootTime + 450 });
  directory.times = planter.times(base, bootTime);
}

function plantPrograms(planter: Planter): void {
  const program = (path: string) => planter.program(path);
  const readonly = { attributes: ['READONLY'] as const };
  planter.directory('C:\\Program Files', readonly);
  planter.directory('C:\\Program Files (x86)', readonly);
  planter.directory('C:\\Program Files\\Common Files\\microsoft shared');
  program('C:\\Program Files\\Internet Explorer\\iexplore.exe');
  program('C:\\Program Files\\Microsoft Office\\Office15\\OUTLOOK.EXE');
  program('C:\\Program Files\\Microsoft Office\\Office15\\WINWORD.EXE');
  program('C:\\Program Files\\Microsoft Office\\Office15\\EXCEL.EXE');
  program('C:\\Program Files\\VMware\\VMware Tools\\vmtoolsd.exe');
  program('C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe');
  program('C:\\Program Files (x86)\\Google\\Update\\GoogleUpdate.exe');
  planter.text('C:\\Program Files\\desktop.ini', '\r\n[.ShellClassInfo]\r\n', 'utf16le-bom', {
    attributes: ['HIDDEN', 'SYSTEM', 'ARCHIVE'],
  });
}

function hostsFile({ spec }: WindowsProfile): string {
  return [
    '# Copyright (c) 1993-2009 Microsoft Corp.',
    '#',
    '# 102.54.94.97     rhino.acme.com          # source server',
    '#	127.0.0.1       localhost',
    `${spec.address}	${spec.hostname.toLowerCase()}`,
    '0.0.0.0	update.antivirus.example.invalid',
    '',
  ].join('\r\n');
}

function updateLog({ bootTime }: WindowsProfile): string {
  const stamp = (seconds: number) =>
    new Date((bootTime + seconds) * 1000).toISOString().replace('T', '\t').replace('.', ':').slice(0, -1);
  return [120, 180, 240, 300]
    .map(
      (seconds, index) =>
        `${stamp(seconds)}\t 892\t${1200 + index * 4}\tAU\t# step ${index + 1}: 0 updates detected\r\n`,
    )
    .join('');
}

function sensorLog({ bootTime, spec }: WindowsProfile): string {
  return Array.from({ length: 12 }, (_, index) => {
    const time = new Date((bootTime + 24 + index * 30) * 1000).toISOString();
    return `${time} INFO  check-in ${index + 1} of sensor ${spec.sensorId} complete\r\n`;
  }).join('');
}

function taskFile({ user }: WindowsProfile): string {
  return [
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">',
    '  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>',
    `  <Actions><Exec><Command>C:\\Users\\${user}\\AppData\\Roaming\\Updater\\svch0st.exe</Command></Exec></Actions>`,
    '</Task>',
    '',
  ].join('\r\n');
}
