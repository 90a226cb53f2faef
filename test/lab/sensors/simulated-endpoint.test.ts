import { describe, expect, it } from 'vitest';
import { EndpointDriver, linuxSpec, windowsSpec } from './support/endpoint-driver.ts';

const walk = async (driver: EndpointDriver, folders: readonly string[]) => {
  const lists = [];
  for (const folder of folders) lists.push(await driver.list(folder));
  return lists;
};

describe('a simulated endpoint', () => {
  it('supports what the matrix of the contract says', () => {
    const windows = new EndpointDriver(windowsSpec()).endpoint;
    const linux = new EndpointDriver(linuxSpec()).endpoint;
    expect(windows.supportedCommands).toHaveLength(15);
    expect(windows.supportedCommands).toContain('memdump');
    expect([...linux.supportedCommands].sort()).toEqual(
      [
        'create directory',
        'create process',
        'delete file',
        'directory list',
        'get file',
        'kill',
        'process list',
        'put file',
      ].sort(),
    );
    expect(windows).toMatchObject({
      drives: ['A:\\', 'C:\\'],
      currentWorkingDirectory: 'C:\\Windows\\CarbonBlack',
    });
    expect(linux).toMatchObject({ drives: [], currentWorkingDirectory: '/opt/cbsensor' });
  });

  it('answers an unknown command with a CbError', async () => {
    const windows = new EndpointDriver(windowsSpec());
    for (const name of ['format disk', '', 'toString', '__proto__']) {
      const reply = await windows.reply(name, null);
      expect(reply).toMatchObject({ ok: false, resultType: 'CbError' });
      expect(reply.ok ? 0 : reply.resultCode).not.toBe(0);
    }
  });

  it.each([
    [
      'windows',
      windowsSpec({ sensorId: 44, hostname: 'FIN-WS-44' }),
      ['C:\\', 'C:\\Windows\\System32\\', 'C:\\Users\\'],
    ],
    ['linux', linuxSpec(), ['/', '/etc/', '/var/log/']],
    ['macos', linuxSpec({ os: 'macos' }), ['/', '/Users/', '/Applications/']],
  ] as const)(
    'is the same for the same spec (%s), and another for another seed',
    async (_os, spec, folders) => {
      const [first, second] = [new EndpointDriver(spec), new EndpointDriver(spec)];
      expect(await first.processes()).toEqual(await second.processes());
      expect(await walk(first, folders)).toEqual(await walk(second, folders));
      const other = new EndpointDriver({ ...spec, seed: 2 });
      expect(await other.processes()).not.toEqual(await first.processes());
    },
  );

  it('has code pages that differ from host to host, and programs that write in them', async () => {
    const seen = new Set<string>();
    for (let sensorId = 20; sensorId < 40; sensorId += 1) {
      const driver = new EndpointDriver(windowsSpec({ sensorId, hostname: `FIN-WS-${sensorId}` }));
      const reply = await driver.run(
        'reg query value',
        'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage\\OEMCP',
      );
      const codePage = String((reply['value'] as { value_data: unknown }).value_data);
      seen.add(codePage);
      expect((await driver.exec('chcp.com', {}, `cp${codePage}`)).text).toBe(
        `Active code page: ${codePage}\r\n`,
      );
    }
    expect(seen.size).toBeGreaterThan(2);
  });

  it('says what system it is in the words of its sensor', async () => {
    const server = new EndpointDriver(
      windowsSpec({
        sensorId: 4,
        hostname: 'CORP-DC-01',
        osName: 'Windows Server 2019 Server Standard, 64-bit',
      }),
    );
    expect((await server.exec('cmd /c ver', {}, 'latin1')).text).toContain('[Version 10.0.17763]');
    const ubuntu = new EndpointDriver(linuxSpec({ osName: 'Linux, Ubuntu 22.04, 64-bit' }));
    expect((await ubuntu.bytes('/etc/os-release')).toString()).toContain('Ubuntu 22.04');
  });

  it('can be closed before and after use', async () => {
    const windows = new EndpointDriver(windowsSpec());
    await windows.endpoint.close?.();
    await windows.put('C:\\x.bin', Buffer.alloc(200_000));
    await expect(Promise.resolve(windows.endpoint.close?.())).resolves.toBeUndefined();
  });
});
