import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EndpointDriver, linuxSpec, readAll, windowsSpec } from '../support/endpoint-driver.ts';

let windows: EndpointDriver;
let linux: EndpointDriver;
beforeEach(() => {
  windows = new EndpointDriver(windowsSpec());
  linux = new EndpointDriver(linuxSpec());
});
afterEach(() => Promise.all([windows.endpoint.close?.(), linux.endpoint.close?.()]));

describe('get file', () => {
  it('delivers the bytes, the size and the time of the last write', async () => {
    const bytes = await windows.bytes('C:\\Windows\\win.ini');
    expect(bytes.toString()).toContain('; for 16-bit app support\r\n');
    const [row] = await windows.list('C:\\Windows\\win.ini');
    expect(windows.delivered).toMatchObject({ size: bytes.length, modified: row?.['last_write_time'] });
  });

  it('delivers a part for offset and get_count, short at the end, also as digits', async () => {
    const whole = await windows.bytes('C:\\lab\\random-1m.bin');
    expect(await windows.bytes('C:\\lab\\random-1m.bin', { offset: 10, get_count: 5 })).toEqual(
      whole.subarray(10, 15),
    );
    expect(await windows.bytes('C:\\lab\\random-1m.bin', { offset: '1048570', get_count: '100' })).toEqual(
      whole.subarray(-6),
    );
    expect(await windows.bytes('C:\\lab\\random-1m.bin', { offset: 2_000_000 })).toHaveLength(0);
    expect(await windows.bytes('C:\\lab\\random-1m.bin', { get_count: 0 })).toHaveLength(0);
  });

  it('delivers an empty file', async () => {
    expect(await windows.bytes('C:\\lab\\empty.txt')).toHaveLength(0);
  });

  it.each([
    ['C:\\lab\\zero-2g.bin', 2 ** 31],
    ['C:\\lab\\zero-1g.bin', 2 ** 30],
    ['C:\\lab\\random-64m.bin', 2 ** 26],
  ])('reads %s from any offset without making it all', async (path, size) => {
    await windows.run('get file', path);
    const file = windows.delivered;
    expect(file?.size).toBe(size);
    expect(await readAll(file?.read(size - 10, size) ?? Readable.from([]))).toHaveLength(10);
    expect(await readAll(file?.read(size - 10, size + 99) ?? Readable.from([]))).toHaveLength(10);
  });

  it('holds texts in many encodings', async () => {
    expect((await windows.bytes('C:\\lab\\texts\\utf8-bom.txt')).subarray(0, 3).toString('hex')).toBe(
      'efbbbf',
    );
    expect((await windows.bytes('C:\\lab\\texts\\utf16le-bom.txt')).subarray(0, 4).toString('hex')).toBe(
      'fffe4700',
    );
    expect((await windows.bytes('C:\\lab\\texts\\cp850.txt')).subarray(0, 5).toString('hex')).toBe(
      '477281e165',
    );
    expect((await windows.bytes('C:\\lab\\texts\\cp866.txt')).subarray(0, 2).toString('hex')).toBe('8ee2');
  });

  it.each([
    ['C:\\missing.txt', 0x80070002],
    ['C:\\missing\\x.txt', 0x80070003],
    ['C:\\Windows', 0x80070005],
    ['C:\\pagefile.sys', 0x80070020],
    ['C:\\Windows\\System32\\config\\SAM', 0x80070020],
    ['C:\\Windows\\*.ini', 0x8007007b],
  ])('%s fails with its HRESULT', async (path, code) => {
    expect(await windows.code('get file', path)).toBe(code);
  });

  it('refuses an offset that is no number', async () => {
    expect(await windows.code('get file', 'C:\\Windows\\win.ini', { offset: -1 })).toBe(0x80070057);
    expect(await windows.code('get file', 'C:\\Windows\\win.ini', { offset: 'x' })).toBe(0x80070057);
  });

  it('gives errnos on Linux', async () => {
    expect(await linux.code('get file', '/missing')).toBe(2);
    expect(await linux.code('get file', '/etc')).toBe(21);
  });
});

describe('put file', () => {
  it('writes the bytes and shows the file with the time of the endpoint', async () => {
    expect(await windows.put('C:\\Windows\\Temp\\triage.ps1', 'Get-Date\r\n')).toEqual({
      ok: true,
      fields: {},
    });
    expect((await windows.bytes('c:\\windows\\temp\\TRIAGE.PS1')).toString()).toBe('Get-Date\r\n');
    const [row] = await windows.list('C:\\Windows\\Temp\\triage.ps1');
    expect(row).toMatchObject({
      filename: 'triage.ps1',
      size: 10,
      attributes: ['ARCHIVE'],
      last_write_time: 1_418_248_098,
    });
  });

  it('keeps large uploads whole, and empty ones', async () => {
    const large = Buffer.alloc(3_000_000, 'x');
    await windows.put('C:\\large.bin', large);
    expect((await windows.bytes('C:\\large.bin')).equals(large)).toBe(true);
    await windows.put('C:\\none.bin', '');
    expect(await windows.bytes('C:\\none.bin')).toHaveLength(0);
  });

  it('still delivers a file that was deleted after it was fetched', async () => {
    const large = Buffer.alloc(3_000_000, 'y');
    await windows.put('C:\\large.bin', large);
    await windows.run('get file', 'C:\\large.bin');
    await windows.run('delete file', 'C:\\large.bin');
    const file = windows.delivered;
    expect((await readAll(file?.read(0, file.size) ?? Readable.from([]))).equals(large)).toBe(true);
  });

  it.each([
    ['C:\\Windows\\win.ini', 0x80070050],
    ['c:\\windows\\WIN.INI', 0x80070050],
    ['C:\\Windows', 0x80070005],
    ['C:\\missing\\x.txt', 0x80070003],
    ['C:\\what?.txt', 0x8007007b],
  ])('to %s fails with its HRESULT', async (path, code) => {
    expect(await windows.put(path, 'x')).toMatchObject({ ok: false, resultCode: code });
  });

  it('leaves nothing when the upload is missing or comes short', async () => {
    expect(await windows.code('put file', 'C:\\a.txt', { file_id: 99 })).toBe(0x80070490);
    windows.upload = { bytes: Buffer.from('abc'), claimedSize: 4 };
    expect(await windows.code('put file', 'C:\\a.txt', { file_id: 1 })).toBe(0x8007001d);
    expect(await windows.code('directory list', 'C:\\a.txt')).toBe(0x80070002);
  });

  it('gives errnos on Linux', async () => {
    expect(await linux.put('/etc/passwd', 'x')).toMatchObject({
      ok: false,
      resultType: 'CbError',
      resultCode: 17,
    });
    expect(await linux.put('/no/x', 'x')).toMatchObject({ ok: false, resultCode: 2 });
  });
});

describe('delete file', () => {
  it('removes a file', async () => {
    await windows.run('delete file', 'C:\\Windows\\Temp\\MPCMDRUN.log');
    expect(await windows.code('directory list', 'C:\\Windows\\Temp\\MpCmdRun.log')).toBe(0x80070002);
  });

  it.each([
    ['C:\\missing.txt', 0x80070002],
    ['C:\\missing\\x', 0x80070003],
    ['C:\\Windows\\Temp', 0x80070005],
    ['C:\\pagefile.sys', 0x80070020],
    ['C:\\bootmgr', 0x80070005],
    ['C:\\Windows\\CarbonBlack\\cb.exe', 0x80070005],
  ])('of %s fails with its HRESULT', async (path, code) => {
    expect(await windows.code('delete file', path)).toBe(code);
  });

  it('gives errnos on Linux', async () => {
    expect(await linux.code('delete file', '/etc')).toBe(21);
    expect(await linux.code('delete file', '/missing')).toBe(2);
    await linux.run('delete file', '/tmp/.X11-unix/.x/kswapd0');
  });
});

describe('create directory', () => {
  it('makes one that files can go to', async () => {
    await windows.run('create directory', 'C:\\Case 42\\');
    await windows.put('C:\\case 42\\a.txt', 'x');
    expect(await windows.names('C:\\Case 42\\')).toEqual(['.', '..', 'a.txt']);
  });

  it.each([
    ['C:\\Windows', 0x800700b7],
    ['C:\\missing\\x', 0x80070003],
    ['C:\\', 0x800700b7],
    ['C:\\a|b', 0x8007007b],
  ])('%s fails with its HRESULT', async (path, code) => {
    expect(await windows.code('create directory', path)).toBe(code);
  });

  it('gives errnos on Linux', async () => {
    expect(await linux.code('create directory', '/etc')).toBe(17);
    expect(await linux.code('create directory', '/a/b')).toBe(2);
  });
});
