import { afterAll, describe, expect, it } from 'vitest';
import { allHostileNames } from '../../../../src/lab/sensors/hostile-text.ts';
import { EndpointDriver, linuxSpec, windowsSpec } from '../support/endpoint-driver.ts';

const windows = new EndpointDriver(windowsSpec());
const linux = new EndpointDriver(linuxSpec());
afterAll(() => Promise.all([windows.endpoint.close?.(), linux.endpoint.close?.()]));

describe('directory list on Windows', () => {
  it('gives the contents with the dot entries for a trailing separator', async () => {
    const names = await windows.names('C:\\Windows\\');
    expect(names.slice(0, 2)).toEqual(['.', '..']);
    expect(names).toEqual(expect.arrayContaining(['System32', 'CarbonBlack', 'Temp', 'explorer.exe']));
  });

  it('gives the same for a star, and only what matches for a wildcard', async () => {
    expect(await windows.names('C:\\Windows\\*')).toEqual(await windows.names('C:\\Windows\\'));
    const logs = await windows.names('C:\\Windows\\*.log');
    expect(logs.sort()).toEqual(['WindowsUpdate.log', 'setupact.log']);
  });

  it('matches a wildcard against short names too', async () => {
    expect(await windows.names('C:\\PROGRA~*')).toEqual([
      'ProgramData',
      'Program Files',
      'Program Files (x86)',
    ]);
  });

  it('gives the one entry itself without a separator, in the case it was made in', async () => {
    const [row, ...more] = await windows.list('c:\\WINDOWS\\system32');
    expect(more).toEqual([]);
    expect(row).toMatchObject({ filename: 'System32', size: 0 });
    expect(row?.['attributes']).toContain('DIRECTORY');
  });

  it('has every documented field, times in whole seconds', async () => {
    const [row] = await windows.list('C:\\pagefile.sys');
    expect(row).toEqual({
      filename: 'pagefile.sys',
      alt_name: null,
      attributes: ['HIDDEN', 'SYSTEM', 'ARCHIVE'],
      size: 4 * 1024 ** 3,
      create_time: expect.any(Number),
      last_access_time: expect.any(Number),
      last_write_time: 1_418_247_141,
    });
    expect(Number.isInteger(row?.['create_time'])).toBe(true);
  });

  it('shows an 8.3 name where Windows makes one, and finds the entry by it', async () => {
    const rows = await windows.list('C:\\*');
    expect(rows.find((row) => row['filename'] === 'Program Files')?.['alt_name']).toBe('PROGRA~2');
    expect(await windows.names('C:\\progra~2')).toEqual(['Program Files']);
  });

  it('has no dot entries at the root of a drive', async () => {
    const names = await windows.names('C:\\');
    expect(names).toContain('Windows');
    expect(names).not.toContain('.');
  });

  it('resolves relative paths against the working directory of the session', async () => {
    expect(await windows.names('cb.exe')).toEqual(['cb.exe']);
    expect(await windows.names('..\\Temp\\')).toContain('MpCmdRun.log');
  });

  it.each([
    ['C:\\missing', 0x80070002],
    ['C:\\Windows\\missing.txt', 0x80070002],
    ['C:\\missing\\', 0x80070003],
    ['C:\\missing\\*', 0x80070003],
    ['C:\\missing\\file.txt', 0x80070003],
    ['C:\\Windows\\*.nothing', 0x80070002],
    ['C:\\Windows\\win.ini\\', 0x8007010b],
    ['C:\\*\\file', 0x8007007b],
    ['C:\\System Volume Information\\', 0x80070005],
    ['C:\\Documents and Settings\\*', 0x80070005],
    ['A:\\', 0x80070015],
    ['D:\\', 0x80070003],
    ['\\\\server\\share\\', 0x80070035],
    ['', 0x80070057],
  ])('%s fails with its HRESULT', async (path, code) => {
    const reply = await windows.reply('directory list', path);
    expect(reply).toMatchObject({ ok: false, resultType: 'WinHresult', resultCode: code });
  });

  it('lists 100,000 entries', async () => {
    expect(await windows.list('C:\\lab\\many\\')).toHaveLength(100_002);
    expect(await windows.names('C:\\lab\\many\\f009999?.txt')).toHaveLength(10);
  });
});

describe('the hostile folder', () => {
  it.each([
    ['Windows', windows, 'C:\\lab\\hostile', '\\'],
    ['Linux', linux, '/lab/hostile', '/'],
  ] as const)(
    'shows every name untouched on %s, and each can be listed, read and deleted by it',
    async (_os, driver, folder, separator) => {
      const names = await driver.names(`${folder}${separator}`);
      expect(names.slice(2).sort()).toEqual(allHostileNames.map(({ name }) => name).sort());
      for (const { name, why } of allHostileNames) {
        // On Windows some of them are reached by the verbatim form alone.
        const path = `${separator === '\\' ? '\\\\?\\' : ''}${folder}${separator}${name}`;
        expect(await driver.names(path)).toEqual([name]);
        expect((await driver.bytes(path)).toString()).toBe(`this name ${why}\n`);
      }
      const [first] = allHostileNames;
      await driver.run('delete file', `${folder}${separator}${first?.name}`);
      expect(await driver.names(`${folder}${separator}`)).toHaveLength(names.length - 1);
    },
  );

  it.each(['ends with dots...', 'ends with blank ', 'NUL', 'aux.txt'])(
    'does not reach %j by its plain path on Windows',
    async (name) => {
      expect(await windows.code('get file', `C:\\lab\\hostile\\${name}`)).toBe(0x80070002);
    },
  );

  it('lets nothing out of the folder', async () => {
    expect(await windows.code('directory list', 'C:\\.bashrc')).toBe(0x80070002);
    expect(await linux.code('directory list', '/.ssh/authorized_keys')).toBe(2);
  });
});

describe('directory list on Linux', () => {
  it('tells names apart by case and has no 8.3 names', async () => {
    const [row] = await linux.list('/var/log/messages');
    expect(row).toMatchObject({ filename: 'messages', attributes: ['NORMAL'] });
    expect(row).not.toHaveProperty('alt_name');
    expect(await linux.code('directory list', '/var/log/Messages')).toBe(2);
  });

  it('gives contents for a trailing slash, a star and the root', async () => {
    expect((await linux.names('/var/log/')).slice(0, 2)).toEqual(['.', '..']);
    expect(await linux.names('/var/log/*')).toEqual(await linux.names('/var/log/'));
    expect(await linux.names('/')).toEqual(expect.arrayContaining(['.', '..', 'etc', 'lab', 'var']));
  });

  it.each([
    ['/missing', 2],
    ['/missing/x', 2],
    ['/etc/passwd/x', 20],
    ['/etc/passwd/', 20],
  ])('%s fails with CbError and an errno', async (path, code) => {
    const reply = await linux.reply('directory list', path);
    expect(reply).toEqual({ ok: false, resultType: 'CbError', resultCode: code, resultDesc: '' });
  });
});
