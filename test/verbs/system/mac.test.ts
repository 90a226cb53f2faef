import { expect, it } from 'vitest';
import { readDscacheutil } from '../../../src/verbs/system/accounts-text.ts';
import { readMacIfconfig } from '../../../src/verbs/system/interfaces-text.ts';
import { readLaunchctl } from '../../../src/verbs/system/services-text.ts';
import { readLsof } from '../../../src/verbs/system/sockets.ts';
import { EndpointDriver, linuxSpec } from '../../lab/sensors/support/endpoint-driver.ts';

const mac = new EndpointDriver(linuxSpec({ os: 'macos', osName: 'Mac OSX 14.2' }));
const textOf = async (line: string) => (await mac.exec(line)).text;

it('what a Mac of the lab prints is read', async () => {
  expect(readLsof(await textOf('lsof -nP -iTCP -iUDP -FpcPnT'))).toContainEqual(
    expect.objectContaining({ remoteAddress: '203.0.113.77', remotePort: 443, process: 'agent' }),
  );
  expect(readLaunchctl(await textOf('launchctl list'))).toContainEqual(
    expect.objectContaining({ name: 'com.example.update', state: 'running' }),
  );
  expect(readDscacheutil(await textOf('dscacheutil -q user'))).toContainEqual(
    expect.objectContaining({ name: 'root', home: '/var/root' }),
  );
  expect(readMacIfconfig(await textOf('ifconfig -a'))).toContainEqual(
    expect.objectContaining({ name: 'lo0', addresses: ['::1/128', '127.0.0.1/8'] }),
  );
});
