import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EndpointDriver, linuxSpec, windowsSpec } from '../support/endpoint-driver.ts';

const hour = 3_600_000;
let windows: EndpointDriver;
let linux: EndpointDriver;
beforeEach(() => {
  windows = new EndpointDriver(windowsSpec());
  linux = new EndpointDriver(linuxSpec());
});
afterEach(() => Promise.all([windows.endpoint.close?.(), linux.endpoint.close?.()]));

const pids = async (driver: EndpointDriver) => (await driver.processes()).map(({ pid }) => pid);

describe('process list', () => {
  it('begins with System and smss.exe as the document shows them for sensor 10', async () => {
    expect((await windows.processes()).slice(0, 2)).toEqual([
      {
        username: 'NT AUTHORITY\\SYSTEM',
        create_time: 1418247141,
        parent_guid: '0000000a-0000-0000-0000-000000000000',
        parent: 0,
        sid: 's-1-5-18',
        path: '',
        command_line: '',
        pid: 4,
        proc_guid: '0000000a-0000-0004-01d0-14c0c80ce18b',
      },
      {
        username: 'NT AUTHORITY\\SYSTEM',
        create_time: 1418247141,
        parent_guid: '0000000a-0000-0004-01d0-14c0c80ce18b',
        parent: 4,
        sid: 's-1-5-18',
        path: 'c:\\windows\\system32\\smss.exe',
        command_line: '\\systemroot\\system32\\smss.exe',
        pid: 276,
        proc_guid: '0000000a-0000-0114-01d0-14c0c80f42ec',
      },
    ]);
  });

  it('is a whole Windows, with unique pids, lower-case paths and sids', async () => {
    const rows = await windows.processes();
    const names = rows.map(({ path }) => String(path).split('\\').at(-1));
    expect(names).toEqual(
      expect.arrayContaining([
        'csrss.exe',
        'wininit.exe',
        'services.exe',
        'lsass.exe',
        'svchost.exe',
        'explorer.exe',
        'cmd.exe',
        'powershell.exe',
        'cb.exe',
      ]),
    );
    expect(names.filter((name) => name === 'svchost.exe').length).toBeGreaterThan(8);
    expect(new Set(rows.map(({ pid }) => pid)).size).toBe(rows.length);
    expect(rows.every(({ pid }) => Number(pid) % 4 === 0)).toBe(true);
    expect(
      rows.every(({ path, sid }) => path === String(path).toLowerCase() && sid === String(sid).toLowerCase()),
    ).toBe(true);
  });

  it('links children to parents that run by pid and guid', async () => {
    const rows = await windows.processes();
    const byPid = new Map(rows.map((row) => [row['pid'], row]));
    const linked = rows.filter((row) => byPid.has(row['parent']));
    expect(linked.length).toBeGreaterThan(30);
    expect(linked.every((row) => byPid.get(row['parent'])?.['proc_guid'] === row['parent_guid'])).toBe(true);
  });

  it('shows the processes of the other document on sensor 3', async () => {
    const other = new EndpointDriver(
      windowsSpec({ sensorId: 3, hostname: 'WIN-IA9NQ1GN8OI', bootTime: 1_477_404_503 }),
    );
    const rows = await other.processes();
    const guids = rows.map(({ proc_guid }) => proc_guid);
    expect(guids).toContain('00000003-0000-036c-01d2-2efd3af51186');
    const explorer = rows.find(({ proc_guid }) => proc_guid === '00000003-0000-0c34-01d2-2ec94f09cae6');
    expect(explorer).toMatchObject({
      parent_guid: '00000003-0000-0618-01d2-2ec94edef208',
      username: 'WIN-IA9NQ1GN8OI\\bit9rad',
    });
  });

  it('has a command line that means harm', async () => {
    for (const driver of [windows, linux]) {
      const lines = (await driver.processes()).map(({ command_line }) => String(command_line));
      expect(
        lines.some((line) => line.includes('\u001b[2J') && line.includes('\n') && line.includes('\u202e')),
      ).toBe(true);
    }
  });

  it('begins with pid 1 on Linux and launchd on a Mac', async () => {
    expect((await linux.processes())[0]).toMatchObject({
      pid: 1,
      parent: 0,
      username: 'root',
      path: '/usr/lib/systemd/systemd',
    });
    const mac = new EndpointDriver(linuxSpec({ os: 'macos' }));
    expect((await mac.processes())[0]).toMatchObject({ pid: 1, path: '/sbin/launchd' });
  });
});

describe('kill', () => {
  it('takes the process away, for a number and for digits', async () => {
    const rows = await windows.processes();
    const [notepad, cmd] = ['notepad.exe', 'cmd.exe'].map(
      (name) => rows.find(({ path }) => String(path).endsWith(`\\${name}`))?.['pid'],
    );
    await windows.run('kill', notepad);
    await windows.run('kill', String(cmd));
    const left = await pids(windows);
    expect(left).not.toContain(notepad);
    expect(left).not.toContain(cmd);
  });

  it.each([
    [999_999, 0x80070057],
    [0, 0x80070057],
    [4, 0x80070005],
    [276, 0x80070005],
    ['notepad.exe', 0x80070057],
    [null, 0x80070057],
    [-4, 0x80070057],
  ])('of %j fails with its HRESULT', async (pid, code) => {
    expect(await windows.code('kill', pid)).toBe(code);
  });

  it('does not end csrss or the sensor itself', async () => {
    const rows = await windows.processes();
    for (const name of ['csrss.exe', 'cb.exe', 'lsass.exe']) {
      const pid = rows.find(({ path }) => String(path).endsWith(`\\${name}`))?.['pid'];
      expect(await windows.code('kill', pid)).toBe(0x80070005);
    }
  });

  it('gives errnos on Linux', async () => {
    expect(await linux.code('kill', 99_999)).toBe(3);
    expect(await linux.code('kill', 1)).toBe(13);
  });
});

describe('create process', () => {
  it('waits for the exit code and writes the output in the code page of the console', async () => {
    const reply = await windows.run('create process', 'cmd.exe /c echo Grüße & exit 3', {
      wait: true,
      output_file: 'C:\\o.txt',
    });
    expect(reply).toEqual({ pid: expect.any(Number), return_code: 3, output_file: 'C:\\o.txt' });
    expect((await windows.bytes('C:\\o.txt')).toString('hex')).toBe(
      Buffer.from('Gr\x81\xe1e \r\n', 'latin1').toString('hex'),
    );
    expect(windows.progress).toEqual([{ pid: reply['pid'], output_file: 'C:\\o.txt' }]);
  });

  it('writes UTF-8 and line feeds on Linux', async () => {
    expect(await linux.exec("/bin/sh -c 'echo Grüße'")).toEqual({ code: 0, text: 'Grüße\n' });
  });

  it('answers at once without wait, and the program goes on in the process list', async () => {
    const slow = new EndpointDriver(windowsSpec({ programSecondMs: hour }));
    const reply = await slow.run('create process', 'ping -n 3 10.0.0.1', { output_file: 'C:\\ping.txt' });
    expect(reply).toEqual({ pid: expect.any(Number), output_file: 'C:\\ping.txt' });
    const row = (await slow.processes()).find(({ pid }) => pid === reply['pid']);
    expect(row).toMatchObject({
      command_line: 'ping -n 3 10.0.0.1',
      path: 'c:\\windows\\system32\\ping.exe',
      create_time: 1_418_248_098,
    });
    expect((await slow.bytes('C:\\ping.txt')).toString().match(/Reply from/g)).toHaveLength(1);

    expect(await slow.code('delete file', 'C:\\ping.txt')).toBe(0x80070020);
    await slow.run('kill', reply['pid']);
    await vi.waitFor(() => slow.run('delete file', 'C:\\ping.txt'), { interval: 1 });
    await slow.endpoint.close?.();
  });

  it('lets the output grow until the program ends', async () => {
    const { pid } = await windows.run('create process', 'ping -n 4 10.0.0.1', {
      output_file: 'C:\\ping.txt',
    });
    const text = await vi.waitFor(
      async () => {
        const seen = (await windows.bytes('C:\\ping.txt')).toString();
        expect(seen).toContain('Sent = 4');
        return seen;
      },
      { interval: 1 },
    );
    expect(text.match(/Reply from/g)).toHaveLength(4);
    await vi.waitFor(async () => expect(await pids(windows)).not.toContain(pid), { interval: 1 });
  });

  it('can be killed in an endless loop', async () => {
    const { pid } = await linux.run('create process', "/bin/sh -c 'while true; do x=1; done'");
    await linux.run('kill', pid);
    const batch = await windows.put('C:\\loop.bat', ':a\r\n@goto a\r\n');
    expect(batch.ok).toBe(true);
    const loop = await windows.run('create process', 'C:\\loop.bat');
    await windows.run('kill', loop['pid']);
    expect(await pids(windows)).not.toContain(loop['pid']);
  });

  it('goes on when the session is lost while it waits', async () => {
    const slow = new EndpointDriver(windowsSpec({ programSecondMs: hour }));
    const waiting = slow.code('create process', 'timeout /t 9', { wait: true });
    await vi.waitFor(() => expect(slow.progress).toHaveLength(1), { interval: 1 });
    slow.session.abort();
    expect(await waiting).toBe(0x800704c7);
    expect(await pids(slow)).toContain(slow.progress[0]?.['pid']);
    await slow.endpoint.close?.();
  });

  it('runs in the working directory that was sent', async () => {
    expect((await windows.exec('cmd.exe /c cd', { working_directory: 'c:\\users\\public' })).text).toBe(
      'C:\\Users\\Public\r\n',
    );
    expect((await windows.exec('cmd.exe /c cd')).text).toBe('C:\\Windows\\CarbonBlack\r\n');
    expect((await linux.exec('pwd', { working_directory: '/var/log/' })).text).toBe('/var/log\n');
  });

  it('writes a relative output file into the working directory', async () => {
    await windows.run('create process', 'whoami', {
      wait: true,
      output_file: 'w.txt',
      working_directory: 'C:\\Users\\Public',
    });
    expect((await windows.bytes('C:\\Users\\Public\\w.txt')).toString()).toBe('nt authority\\system\r\n');
  });

  it.each([
    ['nosuch.exe', {}, 0x80070002],
    ['C:\\missing\\x.exe', {}, 0x80070002],
    ['C:\\Windows\\win.ini', {}, 0x800700c1],
    ['whoami', { working_directory: 'C:\\missing' }, 0x8007010b],
    ['whoami', { working_directory: 'C:\\Windows\\win.ini' }, 0x8007010b],
    ['whoami', { output_file: 'C:\\missing\\o.txt' }, 0x80070003],
    ['whoami', { output_file: 'C:\\Windows' }, 0x80070005],
    ['whoami', { output_file: 'C:\\pagefile.sys' }, 0x80070020],
    ['', {}, 0x80070057],
  ])('%s with %j fails with its HRESULT', async (line, fields, code) => {
    expect(await windows.code('create process', line, fields)).toBe(code);
  });

  it('gives errnos on Linux', async () => {
    expect(await linux.code('create process', 'nosuch')).toBe(2);
    expect(await linux.code('create process', '/etc/passwd')).toBe(13);
    expect(await linux.code('create process', '/bin/ls', { working_directory: '/missing' })).toBe(20);
  });

  it('finds a program whose path has blanks, quoted or not', async () => {
    const path = 'C:\\Program Files\\VMware\\VMware Tools\\vmtoolsd.exe';
    expect((await windows.exec(`"${path}" -n x`)).code).toBe(0);
    expect((await windows.exec(`${path} -n x`)).code).toBe(0);
  });

  it('runs what was put there: a batch file, a shell script once it is executable', async () => {
    await windows.put(
      'C:\\Users\\Public\\t.bat',
      '@echo off\r\necho first %1\r\nif "%2"=="" goto end\r\necho never\r\n:end\r\nexit /b 4\r\n',
    );
    expect(await windows.exec('C:\\Users\\Public\\t.bat one')).toEqual({ code: 4, text: 'first one\r\n' });
    await linux.put('/tmp/t.sh', '#!/bin/sh\necho "got $1"\nexit 6\n');
    expect(await linux.code('create process', '/tmp/t.sh x')).toBe(13);
    await linux.exec('chmod +x /tmp/t.sh');
    expect(await linux.exec('/tmp/t.sh x')).toEqual({ code: 6, text: 'got x\n' });
    expect(await linux.exec('/bin/sh /tmp/t.sh y')).toEqual({ code: 6, text: 'got y\n' });
  });

  it('keeps what an earlier get delivered when the output is written again', async () => {
    await windows.run('create process', 'whoami', { wait: true, output_file: 'C:\\o.txt' });
    await windows.run('get file', 'C:\\o.txt');
    const first = windows.delivered;
    await windows.run('create process', 'hostname', { wait: true, output_file: 'C:\\o.txt' });
    expect((await windows.bytes('C:\\o.txt')).toString()).toBe('WIN-EP7RMLTCLAJ\r\n');
    const parts = await first?.read(0, first.size).toArray();
    expect(Buffer.concat(parts ?? []).toString()).toBe('nt authority\\system\r\n');
  });

  it('fills the process list with 10,000 on demand, and empties it again', async () => {
    const before = (await pids(windows)).length;
    await windows.exec('lab-many-processes.exe 10000');
    expect(await pids(windows)).toHaveLength(before + 10_000);
    await windows.exec('lab-many-processes.exe 0');
    expect(await pids(windows)).toHaveLength(before);
    const many = new EndpointDriver(linuxSpec({ hostname: 'many-procs-1' }));
    expect((await many.processes()).length).toBeGreaterThan(10_000);
  });
});
