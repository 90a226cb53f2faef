import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EndpointDriver, windowsSpec } from '../support/endpoint-driver.ts';

let windows: EndpointDriver;
beforeEach(() => {
  windows = new EndpointDriver(windowsSpec());
});
afterEach(() => windows.endpoint.close?.());

/** What `cmd.exe /c LINE` prints, lines without their CR. */
const cmd = async (line: string) => {
  const { code, text } = await windows.exec(`cmd.exe /c ${line}`);
  return { code, lines: text.replaceAll('\r\n', '\n') };
};
const batch = async (...lines: string[]) => {
  await windows.reply('delete file', 'C:\\t.bat');
  await windows.put('C:\\t.bat', ['@echo off', ...lines].join('\r\n'));
  const { code, text } = await windows.exec('C:\\t.bat one "two words"');
  return { code, lines: text.replaceAll('\r\n', '\n') };
};

describe('cmd.exe /c', () => {
  it.each([
    ['echo hello', 'hello\n'],
    ['echo a & echo b', 'a \nb\n'],
    ['echo a&echo b', 'a\nb\n'],
    ['"echo quoted line"', 'quoted line\n'],
    ['echo "a & b"', '"a & b"\n'],
    ['echo a ^& b ^> c', 'a & b > c\n'],
    ['echo.', '\n'],
    ['echo:', '\n'],
    ['(echo in & echo group)', 'in \ngroup\n'],
    ['echo %COMPUTERNAME%', 'WIN-EP7RMLTCLAJ\n'],
    ['echo %comSpec%', 'C:\\Windows\\system32\\cmd.exe\n'],
    ['echo %NO_SUCH%', '%NO_SUCH%\n'],
    ['echo 100% sure', '100% sure\n'],
    ['echo %COMPUTERNAME:~0,3%', 'WIN\n'],
    ['echo %COMPUTERNAME:WIN=LOSE%', 'LOSE-EP7RMLTCLAJ\n'],
    ['echo %CD%', 'C:\\Windows\\CarbonBlack\n'],
    ['cd C:\\Windows & cd', 'C:\\Windows\n'],
    ['cd /d C:\\Windows && echo %CD%', 'C:\\Windows\\CarbonBlack\n'],
    ['ver', '\nMicrosoft Windows [Version 6.1.7601]\n'],
    ['rem nothing & echo never', ''],
    ['for %i in (a b,c) do @echo [%i]', '[a]\n[b]\n[c]\n'],
    ['for /l %i in (3,-1,1) do @echo %i', '3\n2\n1\n'],
    ['for /f "tokens=1,2 delims=," %a in ("x,y,z") do @echo %b-%a', 'y-x\n'],
    ["for /f %a in ('hostname') do @echo host %a", 'host WIN-EP7RMLTCLAJ\n'],
    ['if exist C:\\Windows echo yes', 'yes\n'],
    ['if not exist C:\\nope (echo none) else (echo some)', 'none\n'],
    ['if "a"=="A" (echo same) else echo other', 'other\n'],
    ['if /i "a"=="A" echo same', 'same\n'],
    ['if 10 gtr 9 echo more', 'more\n'],
    ['if defined OS echo set', 'set\n'],
    ['set /a 2+3*4', '14'],
    ['set /a (2+3)*4', '20'],
    ['set /a 17/5-17%5*-2', '7'],
    ['set /a 7/0', '0'],
    ['set n=6& set /a n*=7', ''],
    ['if 10 neq 9 echo other', 'other\n'],
    ['if 9 lss 10 echo less', 'less\n'],
    ['if a lss b echo before', 'before\n'],
    ['if 9 leq 9 if 9 geq 9 echo same', 'same\n'],
    ['if exist C:\\Windows\\win*.ini echo some', 'some\n'],
    ['if exist C:\\Windows\\nope*.ini (echo some) else echo none', 'none\n'],
    ['(dir C:\\missing >nul 2>&1) & if errorlevel 1 echo failed', 'failed\n'],
    ['pushd C:\\Windows & cd & popd & cd', 'C:\\Windows\nC:\\Windows\\CarbonBlack\n'],
    ['vol', ' Volume in drive C has no label.\n Volume Serial Number is 5C2F-1A2B\n'],
    ['cd C:\\Windows\\win.ini 2>&1', 'The directory name is invalid.\n'],
    ['ver | find "Version"', 'Microsoft Windows [Version 6.1.7601]\n'],
    ['echo x>nul & echo shown', 'shown\n'],
  ])('%s', async (line, expected) => {
    expect((await cmd(line)).lines).toBe(expected);
  });

  it.each([
    ['date /t', /^The current date is: (Sun|Mon|Tue|Wed|Thu|Fri|Sat) \d\d\/\d\d\/\d{4}\n$/],
    ['time /t', /^The current time is: \d\d:\d\d:\d\d\.\d\d\n$/],
  ])('%s', async (line, expected) => {
    expect((await cmd(line)).lines).toMatch(expected);
  });

  it.each([
    ['exit 7', 7],
    ['exit /b 5', 5],
    ['nosuch', 1],
    ['dir C:\\missing', 1],
    ['type C:\\missing', 1],
    ['rmdir C:\\missing', 2],
    ['rmdir C:\\Windows', 145],
    ['mkdir C:\\Windows', 1],
    ['copy C:\\missing C:\\x', 1],
    ['cd C:\\missing', 1],
    ['find "never" C:\\Windows\\win.ini', 1],
    ['echo fine', 0],
    ['nosuch || echo rescued', 1],
    ['if', 1],
    ['echo a &&', 1],
  ])('%s ends with %d', async (line, code) => {
    expect((await cmd(line)).code).toBe(code);
  });

  it('runs the part behind && only after success and behind || only after failure', async () => {
    expect((await cmd('type C:\\missing 2>nul && echo yes || echo no')).lines).toBe('no\n');
    expect((await cmd('cd C:\\Windows && echo yes || echo no')).lines).toBe('yes \n');
  });

  it('keeps the exit code of a program in a file, with call and a split variable', async () => {
    const line =
      '"find "zzz" C:\\Windows\\win.ini > C:\\out.txt 2>&1 & call echo %^ERRORLEVEL% > C:\\code.txt"';
    expect((await cmd(line)).code).toBe(1);
    expect((await windows.bytes('C:\\code.txt')).toString().trim()).toBe('1');
    expect((await windows.bytes('C:\\out.txt')).toString()).toContain('WIN.INI');
  });

  it('knows the exit code late with delayed expansion', async () => {
    const { text } = await windows.exec('cmd.exe /v:on /c "cmd /c exit 9 & echo !errorlevel!"');
    expect(text).toBe('9\r\n');
  });

  it('redirects, appends, and sends errors where they are told', async () => {
    await cmd(
      '"echo one> C:\\r.txt & echo two>> C:\\r.txt & type C:\\missing 2>> C:\\r.txt & nosuch >> C:\\r.txt 2>&1"',
    );
    expect((await windows.bytes('C:\\r.txt')).toString()).toBe(
      "one \r\ntwo \r\nThe system cannot find the file specified.\r\n'nosuch' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n",
    );
    expect((await cmd('find "two" < C:\\r.txt')).lines).toBe('two \n');
    expect((await cmd('echo x > C:\\missing\\r.txt')).lines).toBe(
      'The system cannot find the path specified.\n',
    );
  });

  it('makes, copies, moves, renames and deletes', async () => {
    await cmd(
      '"mkdir C:\\w\\deep\\er & echo text> C:\\w\\a.txt & copy C:\\w\\a.txt C:\\w\\deep & ren C:\\w\\a.txt b.txt & move C:\\w\\b.txt C:\\w\\deep"',
    );
    expect(await windows.names('C:\\w\\deep\\*')).toEqual(['.', '..', 'er', 'a.txt', 'b.txt']);
    expect((await windows.bytes('C:\\w\\deep\\B.TXT')).toString()).toBe('text \r\n');
    await cmd('move C:\\w\\deep C:\\v');
    expect(await windows.names('C:\\v\\*')).toEqual(['.', '..', 'er', 'a.txt', 'b.txt']);
    await cmd('copy C:\\v\\a.txt+C:\\v\\b.txt C:\\v\\both.txt');
    expect((await windows.bytes('C:\\v\\both.txt')).toString()).toBe('text \r\ntext \r\n');
    await cmd('del /q C:\\v\\*.txt');
    expect(await windows.names('C:\\v\\*')).toEqual(['.', '..', 'er']);
    expect((await cmd('rmdir C:\\v')).lines).toBe('The directory is not empty.\n');
    await cmd('rmdir /s /q "C:\\v"');
    expect(await windows.code('directory list', 'C:\\v')).toBe(0x80070002);
    expect((await cmd('del C:\\v.txt')).lines).toBe('Could Not Find C:\\v.txt\n');
    expect((await cmd('del C:\\pagefile.sys')).lines).toContain('used by another process');
  });

  it('copies a huge file without making its bytes', async () => {
    await cmd('copy C:\\lab\\zero-2g.bin C:\\copy.bin');
    expect((await windows.list('C:\\copy.bin'))[0]?.['size']).toBe(2 ** 31);
  });

  it('lists folders as dir does', async () => {
    const { lines } = await cmd('dir C:\\Windows\\Temp');
    expect(lines).toMatch(
      / Directory of C:\\Windows\\Temp\n\n.*<DIR> +\.\n.*<DIR> +\.\.\n.* MpCmdRun\.log\n/,
    );
    expect(lines).toMatch(/ +2 File\(s\)/);
    expect((await cmd('dir /b C:\\Windows\\*.ini')).lines).toBe('win.ini\nsystem.ini\n');
    expect((await cmd('dir /b /s C:\\Windows\\CarbonBlack\\*.txt')).lines).toBe(
      'C:\\Windows\\CarbonBlack\\Diagnostics\\status.txt\n',
    );
    expect((await cmd('dir /b C:\\')).lines).not.toContain('pagefile.sys');
    expect((await cmd('dir /a /b C:\\')).lines).toContain('pagefile.sys');
  });

  it('changes variables, and shows them', async () => {
    expect((await cmd('"set A_B=1& set "A_C=2 & 3"& set A_"')).lines).toBe('A_B=1\nA_C=2 & 3\n');
    expect((await cmd('set NO_SUCH')).lines).toBe('Environment variable NO_SUCH not defined\n');
  });

  it('runs a program by a quoted path with blanks', async () => {
    await cmd('"mkdir "C:\\my tools" & copy C:\\Windows\\System32\\whoami.exe "C:\\my tools""');
    expect((await cmd('"C:\\my tools\\whoami.exe"')).lines).toBe('nt authority\\system\n');
    expect((await cmd('""C:\\my tools\\whoami.exe" /user"')).lines).toContain('S-1-5-18');
    expect((await cmd('ipconfig/all')).lines).toContain('Host Name');
  });

  it('lists what it starts as its child', async () => {
    const { lines } = await cmd('tasklist /fi "imagename eq tasklist.exe" /fo csv');
    expect(lines).toMatch(/^"Image Name".*\n"tasklist\.exe","\d+"/);
  });

  it('prints files that hold escapes as they are', async () => {
    expect((await cmd('type C:\\lab\\texts\\escapes.txt')).lines).toContain('\u001b[2J');
  });
});

describe('batch files', () => {
  it('have arguments, labels, blocks and calls', async () => {
    const result = await batch(
      'set n=0',
      ':again',
      'set /a n=n+1',
      'if %n% lss 3 goto again',
      'if "%~2"=="two words" (',
      '  echo n is %n%',
      '  echo args %1 %2',
      ') else (',
      '  echo wrong',
      ')',
      'for %%i in (x y) do echo %%i 100%%',
      'echo at %~dp0',
      'exit /b 12',
    );
    expect(result).toEqual({ code: 12, lines: 'n is 3\nargs one "two words"\nx 100%\ny 100%\nat C:\\\n' });
  });

  it('drop what they do not know, and stop at a missing label', async () => {
    expect((await batch('echo [%NO_SUCH%]')).lines).toBe('[]\n');
    const result = await batch('goto nowhere', 'echo never');
    expect(result).toEqual({
      code: 1,
      lines: 'The system cannot find the batch label specified - nowhere\n',
    });
  });

  it('show their lines while echo is on', async () => {
    await windows.put('C:\\e.cmd', 'echo shown\r\n@echo off\r\necho quiet\r\n');
    expect((await windows.exec('C:\\e.cmd')).text).toBe(
      '\r\nC:\\Windows\\CarbonBlack>echo shown \r\nshown\r\nquiet\r\n',
    );
  });
});

describe('names that end in dots and blanks', () => {
  const verbatim = (path: string) => `\\\\?\\${path}`;
  const make = async (...names: string[]) => {
    await windows.run('create directory', 'C:\\x');
    for (const name of names) await windows.run('create directory', verbatim(`C:\\x\\${name}`));
  };
  const left = async () => (await windows.names('C:\\x\\')).slice(2);

  it.each(['C:\\x\\foo.', 'C:\\x\\foo ', 'C:\\x\\foo. .'])('rmdir of %j removes foo', async (path) => {
    await make('foo', 'foo.', 'foo ', 'foo. .');
    expect((await cmd(`rmdir /s /q "${path}"`)).code).toBe(0);
    expect(await left()).toEqual(['foo.', 'foo ', 'foo. .']);
  });

  it('rmdir of the verbatim form removes what it says', async () => {
    await make('foo', 'foo.');
    await windows.put(verbatim('C:\\x\\foo.\\inside.txt'), 'x');
    expect((await cmd('rmdir /s /q "\\\\?\\C:\\x\\foo."')).code).toBe(0);
    expect(await left()).toEqual(['foo']);
  });

  it('rmdir of the folder above does not reach them, and says so', async () => {
    await make('foo.', 'bar');
    expect((await cmd('rmdir /s /q C:\\x')).lines).toBe(
      'C:\\x\\foo. - The system cannot find the file specified.\nC:\\x - The directory is not empty.\n',
    );
    expect(await left()).toEqual(['foo.']);
    expect((await cmd('rmdir /s /q "\\\\?\\C:\\x"')).code).toBe(0);
    expect(await windows.code('directory list', 'C:\\x')).toBe(0x80070002);
  });

  it('the sensor itself reads them so, too', async () => {
    await make('foo', 'foo.');
    await windows.put('C:\\x\\a.txt ', 'x');
    expect(await left()).toEqual(['foo', 'foo.', 'a.txt']);
    await windows.run('delete file', 'C:\\x\\a.txt...');
    expect(await left()).toEqual(['foo', 'foo.']);
    expect(await windows.code('create directory', 'C:\\x\\foo..')).toBe(0x800700b7);
    expect(await windows.names(verbatim('C:\\x\\foo.'))).toEqual(['foo.']);
  });
});

describe('a batch file', () => {
  it('runs in the cmd.exe that calls it: its exit ends that, exit /b only itself', async () => {
    const run = async (last: string, line: string) => {
      await windows.reply('delete file', 'C:\\t.bat');
      await windows.put('C:\\t.bat', `@echo in\r\n@${last}\r\n`);
      return cmd(line);
    };
    expect(await run('exit 3', '(C:\\t.bat) & echo behind')).toEqual({ code: 3, lines: 'in\n' });
    expect(await run('exit /b 3', '(C:\\t.bat) & call echo %^ERRORLEVEL%')).toEqual({
      code: 3,
      lines: 'in\n3\n',
    });
  });

  it('that another one calls without call does not come back to it', async () => {
    await windows.put('C:\\inner.bat', '@echo inner\r\n');
    expect(await batch('C:\\inner.bat', 'echo not reached')).toMatchObject({ lines: 'inner\n' });
    expect(await batch('call C:\\inner.bat', 'echo reached')).toMatchObject({ lines: 'inner\nreached\n' });
  });
});

describe('a parenthesis that nobody opened', () => {
  it('ends the group around it, and the line with it', async () => {
    const { lines } = await cmd('(echo a) b) > C:\\o.txt & echo behind');
    expect(lines).toContain('was unexpected at this time.');
    expect(lines).not.toContain('behind');
  });
});
