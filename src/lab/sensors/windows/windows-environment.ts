import type { WindowsProfile } from './windows-profile.ts';

/** The variables of a program that the sensor (SYSTEM) starts. */
export function windowsEnvironment({ spec, domain }: WindowsProfile): Record<string, string> {
  return {
    ALLUSERSPROFILE: 'C:\\ProgramData',
    CommonProgramFiles: 'C:\\Program Files\\Common Files',
    COMPUTERNAME: spec.hostname,
    ComSpec: 'C:\\Windows\\system32\\cmd.exe',
    NUMBER_OF_PROCESSORS: '2',
    OS: 'Windows_NT',
    Path: 'C:\\Windows\\system32;C:\\Windows;C:\\Windows\\System32\\Wbem;C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\;C:\\lab',
    PATHEXT: '.COM;.EXE;.BAT;.CMD',
    PROCESSOR_ARCHITECTURE: 'AMD64',
    ProgramData: 'C:\\ProgramData',
    ProgramFiles: 'C:\\Program Files',
    'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    PUBLIC: 'C:\\Users\\Public',
    SystemDrive: 'C:',
    SystemRoot: 'C:\\Windows',
    TEMP: 'C:\\Windows\\TEMP',
    TMP: 'C:\\Windows\\TEMP',
    USERDOMAIN: domain,
    USERNAME: `${spec.hostname}$`,
    USERPROFILE: 'C:\\Windows\\system32\\config\\systemprofile',
    windir: 'C:\\Windows',
  };
}
