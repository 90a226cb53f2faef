import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EndpointDriver, linuxSpec, windowsSpec } from '../support/endpoint-driver.ts';

let windows: EndpointDriver;
beforeEach(() => {
  windows = new EndpointDriver(windowsSpec());
});
afterEach(() => windows.endpoint.close?.());

const done = { return_code: 0, complete: true, percentdone: 100, dumping: false, compressing: false };

describe('memdump', () => {
  it('shows its percentage while dumping and leaves the dump', async () => {
    expect(await windows.run('memdump', 'C:\\Windows\\Temp\\mem.dmp')).toEqual(done);
    expect(
      windows.progress.every(({ dumping, compressing }) => dumping === true && compressing === false),
    ).toBe(true);
    const percents = windows.progress.map(({ percentdone }) => Number(percentdone));
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.length).toBeGreaterThan(3);
    const [row] = await windows.list('C:\\Windows\\Temp\\mem.dmp');
    expect(row?.['size']).toBe(2 * 1024 ** 2);
    expect((await windows.bytes('C:\\Windows\\Temp\\mem.dmp', { get_count: 8 })).toString()).toBe('PAGEDU64');
  });

  it.each([
    ['compress', true],
    ['compress', 'true'],
    ['commpress', true],
  ])('with %s %j packs it: only the .zip remains', async (field, wanted) => {
    expect(await windows.run('memdump', 'C:\\mem.dmp', { [field]: wanted })).toEqual(done);
    expect(windows.progress.some(({ compressing }) => compressing === true)).toBe(true);
    expect(await windows.names('C:\\mem.dmp*')).toEqual(['mem.dmp.zip']);
    const zip = await windows.bytes('C:\\mem.dmp.zip');
    expect(zip.subarray(0, 2).toString()).toBe('PK');
    expect(zip.length).toBeLessThan(1024 ** 2);
  });

  it('overwrites an older dump', async () => {
    await windows.put('C:\\mem.dmp', 'old');
    await windows.run('memdump', 'C:\\mem.dmp');
    expect((await windows.list('C:\\mem.dmp'))[0]?.['size']).toBe(2 * 1024 ** 2);
  });

  it('fails for a missing folder and for a folder', async () => {
    expect(await windows.code('memdump', 'C:\\missing\\mem.dmp')).toBe(0x80070003);
    expect(await windows.code('memdump', 'C:\\Windows')).toBe(0x80070005);
  });

  it('ends with the session and leaves nothing', async () => {
    windows.session.abort();
    expect(await windows.code('memdump', 'C:\\mem.dmp')).toBe(0x800704c7);
    expect(await windows.code('directory list', 'C:\\mem.dmp')).toBe(0x80070002);
  });

  it('is unknown on Linux', async () => {
    const linux = new EndpointDriver(linuxSpec());
    const reply = await linux.reply('memdump', '/tmp/mem');
    expect(reply).toMatchObject({ ok: false, resultType: 'CbError' });
  });
});
