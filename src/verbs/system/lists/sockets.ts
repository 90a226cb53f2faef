import { readLinuxNetstat, readLsof, readSs, readWindowsNetstat, type Socket } from '../sockets.ts';
import type { SystemList } from '../tool.ts';

export const socketList: SystemList<Socket> = {
  noun: 'sockets',
  columns: [
    { field: 'protocol', head: 'proto', of: (row) => row.protocol },
    { field: 'local_address', head: 'local', of: (row) => row.localAddress, firm: true },
    { field: 'local_port', head: 'port', of: (row) => row.localPort ?? null, align: 'right' },
    { field: 'remote_address', head: 'remote', of: (row) => row.remoteAddress, firm: true },
    { field: 'remote_port', head: 'remote port', of: (row) => row.remotePort ?? null, align: 'right' },
    {
      field: 'state',
      head: 'state',
      of: (row) => row.state,
      style: (row) => (row.state === 'established' ? 'ok' : 'dim'),
    },
    { field: 'pid', head: 'pid', of: (row) => row.pid ?? null, align: 'right' },
    { field: 'process', head: 'process', of: (row) => row.process, style: () => 'name' },
  ],
  tools: {
    windows: [{ line: 'netstat.exe -ano', parse: readWindowsNetstat }],
    linux: [
      { line: 'ss -tunap', parse: readSs },
      { line: 'netstat -tunap', parse: readLinuxNetstat },
    ],
    macos: [{ line: 'lsof -nP -iTCP -iUDP -FpcPnT', parse: readLsof }],
  },
};
