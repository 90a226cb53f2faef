import { describe, expect, it } from 'vitest';
import { readIpAddr, readMacIfconfig } from '../../../src/verbs/system/interfaces-text.ts';

const lines = (...all: string[]) => `${all.join('\n')}\n`;

describe('ip addr', () => {
  it('has every address of an interface', () => {
    const text = lines(
      '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000',
      '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
      '    inet 127.0.0.1/8 scope host lo',
      '       valid_lft forever preferred_lft forever',
      '2: eth0@if7: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN',
      '    link/ether 02:42:ac:11:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0',
      '    altname enp3s0',
      '    inet 10.1.2.3/16 brd 10.1.255.255 scope global eth0',
      '    inet6 fe80::42:acff:fe11:2/64 scope link ',
      '3: tun0: <POINTOPOINT,UP> mtu 1500 qdisc noop state UNKNOWN',
      '    link/none ',
      '    inet 10.8.0.2 peer 10.8.0.1/32 scope global tun0',
    );
    expect(readIpAddr(text)).toEqual([
      { name: 'lo', state: 'up', mac: '00:00:00:00:00:00', addresses: ['127.0.0.1/8'] },
      {
        name: 'eth0',
        state: 'down',
        mac: '02:42:ac:11:00:02',
        addresses: ['10.1.2.3/16', 'fe80::42:acff:fe11:2/64'],
      },
      { name: 'tun0', state: 'up', mac: '', addresses: ['10.8.0.2 peer 10.8.0.1/32'] },
    ]);
  });

  it.each([
    '',
    'Object "addr" is unknown\n',
    '    inet 10.0.0.1/8 scope global x\n',
    lines('1: lo: <UP> mtu 1', '    inet nonsense scope host lo'),
  ])('is not known as %j', (text) => {
    expect(readIpAddr(text)).toBeUndefined();
  });
});

describe('ifconfig -a of macOS', () => {
  it('has masks as the length of a prefix', () => {
    const text = lines(
      'en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500',
      '\toptions=6463<RXCSUM,TXCSUM,TSO4>',
      '\tether a4:83:e7:00:11:22',
      '\tinet6 fe80::1c:22ff:fe00:1%en0 prefixlen 64 secured scopeid 0x6',
      '\tinet 192.0.2.5 netmask 0xffffff00 broadcast 192.0.2.255',
      '\tmedia: autoselect',
      'utun0: flags=8010<POINTOPOINT,MULTICAST> mtu 1380',
      '\tinet 10.8.0.2 --> 10.8.0.1 netmask 0xffffffff',
    );
    expect(readMacIfconfig(text)).toEqual([
      {
        name: 'en0',
        state: 'up',
        mac: 'a4:83:e7:00:11:22',
        addresses: ['fe80::1c:22ff:fe00:1%en0/64', '192.0.2.5/24'],
      },
      { name: 'utun0', state: 'down', mac: '', addresses: ['10.8.0.2/32'] },
    ]);
  });

  it.each(['', 'eth0  Link encap:Ethernet\n', lines('en0: flags=1<UP> mtu 1', '\tinet x')])(
    'is not known as %j',
    (text) => {
      expect(readMacIfconfig(text)).toBeUndefined();
    },
  );
});
