import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { splitUnixArguments } from '../../../../src/lab/sensors/programs/unix-arguments.ts';
import { splitWindowsArguments } from '../../../../src/lab/sensors/programs/windows-arguments.ts';
import { EndpointDriver, windowsSpec } from '../support/endpoint-driver.ts';

let windows: EndpointDriver;
beforeEach(() => {
  windows = new EndpointDriver(windowsSpec());
});
afterEach(() => windows.endpoint.close?.());

describe('arguments of a Windows command line', () => {
  it.each([
    ['a b  c', ['a', 'b', 'c']],
    ['"a b" c', ['a b', 'c']],
    ['a"b c"d', ['ab cd']],
    ['"" x', ['', 'x']],
    ['C:\\dir\\ x', ['C:\\dir\\', 'x']],
    ['"C:\\dir\\\\" x', ['C:\\dir\\', 'x']],
    ['\\"quoted\\"', ['"quoted"']],
    ['"a\\\\\\"b"', ['a\\"b']],
    ['"a""b"', ['a"b']],
    ['', []],
  ])('%s', (tail, expected) => {
    expect(splitWindowsArguments(tail)).toEqual(expected);
  });
});

describe('words of a Unix command line', () => {
  it.each([
    ["a 'b c' d", ['a', 'b c', 'd']],
    ['a "b \\" c" \\$x', ['a', 'b " c', '$x']],
    ["''", ['']],
    ['a\\ b', ['a b']],
    ['  ', []],
  ])('%s', (line, expected) => {
    expect(splitUnixArguments(line)).toEqual(expected);
  });
});

describe('programs of a simulated Windows', () => {
  it.each([
    ['whoami', /^nt authority\\system\r\n$/],
    ['C:\\Windows\\system32\\whoami.exe /all', /S-1-5-18/],
    ['hostname', /^WIN-EP7RMLTCLAJ\r\n$/],
    ['ipconfig', /IPv4 Address.*192\.168\.206\.128/],
    ['netstat -ano', /ESTABLISHED +\d+\r\n/],
    ['systeminfo', /Host Name: +WIN-EP7RMLTCLAJ\r\n/],
    ['tasklist', /smss\.exe +276 Services/],
    ['ping -n 2 127.0.0.1', /(Reply from 127\.0\.0\.1.*\r\n){2}[\s\S]*Sent = 2/],
    ['timeout /t 2', /Waiting for 2 seconds/],
    ['net user', /Administrator/],
    ['net localgroup', /^Alias name {5}administrators\r\n[\s\S]*\r\nAdministrator\r\n[^\\\r]+\\.+\r\n/],
    ['net localgroup "Remote Desktop Users"', /^Alias name {5}Remote Desktop Users\r\n/],
    ['net start', /Windows services are started:[\s\S]* {3}Carbon Black Sensor\r\n/],
    ['net share', /ADMIN\$ +C:\\Windows/],
    ['route print', /IPv4 Route Table[\s\S]* 0\.0\.0\.0 .*192\.168\.206\.128/],
    ['nslookup localhost', /Name: {4}localhost\r\nAddress: {2}127\.0\.0\.1\r\n/],
    ['getmac', /^(?:..-){5}.. {3}\\Device\\Tcpip_/m],
    ['cmd /c "(echo b& echo a) | sort"', /^a\r\nb\r\n$/],
    ['cmd /c "(echo a& echo b) | sort /r | more"', /^b\r\na\r\n$/],
    ['cmd /c "attrib +h C:\\lab\\empty.txt & attrib C:\\lab\\empty.txt"', / H +C:\\lab\\empty\.txt/],
    ['powershell Get-Process smss', /^\s*\d+ .* 276 +0 smss\r\n/m],
    ['powershell Get-Service', /^Running {2}Spooler /m],
    ['powershell Get-Date', /GMT/],
    ['net use', /There are no entries in the list/],
    ['sc query Spooler', /SERVICE_NAME: Spooler/],
    ['sc qc Spooler', /START_TYPE +: 2\r\n +BINARY_PATH_NAME +: .*spoolsv\.exe/i],
    [
      'sc queryex type= service state= all',
      /SERVICE_NAME: WinDefend[\s\S]*STATE +: 1 {2}STOPPED [\s\S]*PID +: 0\r\n/,
    ],
    ['sc', /SC is a command line program/],
    ['netstat -ano', / {2}UDP {4}0\.0\.0\.0:500 +\*:\* +\d+\r\n/],
    [
      'schtasks /query /fo csv /v',
      /^"HostName","TaskName",.*\r\n"WIN-EP7RMLTCLAJ","\\Updater","N\/A","Ready",/,
    ],
    ['powershell Get-WmiObject Win32_UserAccount', /^Name : Administrator\r\n/],
    [
      'powershell -Command "Get-WmiObject Win32_UserAccount -Filter Disabled=True | Select-Object Name,Disabled | ConvertTo-Csv -NoTypeInformation"',
      /^"Name","Disabled"\r\n"Guest","True"\r\n$/,
    ],
    ['schtasks /query', /TaskName[\s\S]*Ready/],
    ['reg query HKLM\\SOFTWARE\\Lab\\Types /v qword', /REG_QWORD {4}0x1fffffffffffff\r\n/],
    ['reg query HKLM\\SOFTWARE\\Lab\\Types /v binary', /REG_BINARY {4}00FF10804E\r\n/],
    ['reg query HKLM\\SOFTWARE\\Lab\\Types /v multi', /REG_MULTI_SZ {4}first\\0second\\0drei\r\n/],
    ['reg query HKLM\\SOFTWARE\\Lab\\Parent', /HKEY_LOCAL_MACHINE\\SOFTWARE\\Lab\\Parent\\Child\r\n/],
    ['reg query HKLM\\SOFTWARE\\Lab\\Types /v dword', /dword {4}REG_DWORD {4}0xffffffff/],
    ['arp -a', /dynamic/],
    ['where cmd', /C:\\Windows\\System32\\cmd\.exe/],
    ['attrib C:\\bootmgr', /A {2}SHR/],
    [
      'certutil -hashfile C:\\lab\\texts\\utf8.txt MD5',
      /^MD5 hash of file C:\\lab\\texts\\utf8.txt:\r\n([0-9a-f]{2} ){15}[0-9a-f]{2}\r\nCertUtil: -hashfile command completed successfully\.\r\n$/,
    ],
    ['powershell -Command "hostname; Write-Output \'a b\'"', /^WIN-EP7RMLTCLAJ\r\na b\r\n$/],
    ['powershell -NoProfile Get-Content C:\\Windows\\setupact.log', /Setup completed/],
    ['powershell Get-ChildItem C:\\Windows\\Temp', /MpCmdRun\.log/],
    ['powershell Get-FileHash C:\\lab\\empty.txt', /E3B0C44298FC1C149AFBF4C8996FB924/],
  ])('%s', async (line, expected) => {
    const { code, text } = await windows.exec(line);
    expect(text).toMatch(expected);
    expect(code).toBe(0);
  });

  it.each([
    ['ping no.such.invalid', 1],
    ['taskkill /f /pid 999998', 128],
    ['taskkill /f /pid 4', 1],
    ['timeout /t x', 1],
    ['sc query nope', 1060],
    ['powershell Get-WmiObject Win32_Nothing', 1],
    ['reg query HKLM\\nope', 1],
    ['reg add HKLM\\nope', 1],
    ['net nope', 1],
    ['nslookup no.such.invalid', 1],
    ['ping', 1],
    ['certutil -nope', 1],
    ['certutil -hashfile C:\\lab\\random-1m.bin md5', 0xd00000bb | 0],
    ['certutil -hashfile C:\\lab\\empty.txt MD5', 0x800703ee | 0],
    ['certutil -hashfile C:\\lab\\nope.txt MD5', 0x80070002 | 0],
    ['find "x" C:\\missing', 1],
    ['powershell -Command exit 5', 5],
    ['powershell -Command No-Such', 1],
    ['findstr nothing C:\\Windows\\win.ini', 1],
    ['where nosuch', 1],
  ])('%s ends with %d', async (line, code) => {
    expect((await windows.exec(line)).code).toBe(code);
  });

  it('runs a script that PowerShell was given in base64', async () => {
    const encoded = Buffer.from('Start-Sleep 1; Write-Output done; exit 3', 'utf16le').toString('base64');
    expect(await windows.exec(`powershell.exe -NoP -W Hidden -Enc ${encoded}`)).toEqual({
      code: 3,
      text: 'done\r\n',
    });
  });

  it('ends a process by its name', async () => {
    expect((await windows.exec('taskkill /im notepad.exe')).text).toMatch(/^SUCCESS/);
    const paths = (await windows.processes()).map(({ path }) => String(path));
    expect(paths.some((path) => path.endsWith('\\notepad.exe'))).toBe(false);
  });

  it('writes UTF-8 after chcp 65001, in that console only', async () => {
    const utf8 = await windows.exec('cmd /c "chcp 65001 > nul & dir /b C:\\Users"', {}, 'utf8');
    expect(utf8.text).toContain('Jörg Müller');
    expect((await windows.exec('cmd /c dir /b C:\\Users')).text).toContain('Jörg Müller');
  });

  it('leaves a question mark for what its code page cannot say', async () => {
    await windows.put('C:\\漢字.txt', 'x');
    expect((await windows.exec('cmd /c dir /b C:\\*.txt')).text).toBe('??.txt\r\n');
  });
});
