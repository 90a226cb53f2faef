import { type NetworkInterface, readIpAddr, readMacIfconfig } from './system/interfaces-text.ts';
import { wmiTool } from './system/text-forms.ts';
import { systemVerb } from './system/tool.ts';

const words = (list: string): readonly string[] => list.split(' ').filter((word) => word !== '');

export const ifconfig = systemVerb<NetworkInterface>({
  name: 'ifconfig',
  about: 'list the network interfaces of the sensor',
  details:
    'With all their addresses; on Windows those that are in use, with their gateways and name servers.',
  search: ['ipconfig', 'ip', 'interfaces', 'addresses', 'network', 'dns', 'gateway'],
  examples: [
    { line: 'ifconfig', shows: 'addresses, gateways and name servers' },
    { line: 'ifconfig --fields name,addresses', sensor: '1', shows: 'the addresses of each interface' },
  ],
  noun: 'interfaces',
  columns: [
    { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name' },
    {
      field: 'state',
      head: 'state',
      of: (row) => row.state,
      style: (row) => (row.state === 'up' ? 'ok' : 'dim'),
    },
    { field: 'mac', head: 'mac', of: (row) => row.mac, firm: true },
    { field: 'addresses', head: 'addresses', of: (row) => row.addresses, as: 'flags' },
    { field: 'gateways', head: 'gateways', of: (row) => row.gateways ?? null, as: 'flags' },
    { field: 'name_servers', head: 'name servers', of: (row) => row.nameServers ?? null, as: 'flags' },
    { field: 'dhcp_server', head: 'dhcp server', of: (row) => row.dhcpServer ?? null, wide: true },
  ],
  tools: {
    windows: [
      wmiTool(
        'Win32_NetworkAdapterConfiguration -Filter IPEnabled=True',
        ['Description', 'MACAddress', 'IPAddress', 'DefaultIPGateway', 'DNSServerSearchOrder', 'DHCPServer'],
        (one): NetworkInterface => ({
          name: one.Description,
          state: 'up',
          mac: one.MACAddress.toLowerCase(),
          addresses: words(one.IPAddress),
          gateways: words(one.DefaultIPGateway),
          nameServers: words(one.DNSServerSearchOrder),
          dhcpServer: one.DHCPServer,
        }),
        ['IPAddress', 'DefaultIPGateway', 'DNSServerSearchOrder'],
      ),
    ],
    linux: [{ line: 'ip addr', parse: readIpAddr }],
    macos: [{ line: 'ifconfig -a', parse: readMacIfconfig }],
  },
});
