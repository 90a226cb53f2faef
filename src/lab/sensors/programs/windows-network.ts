import type { Program } from '../machine.ts';
import { everySecond, readPing, resolveName } from './ping.ts';

/** Programs that tell about the network. */
export const windowsNetworkPrograms: readonly (readonly [string, Program])[] = [
  ['ping', ping],
  ['ipconfig', ipconfig],
  ['netstat', netstat],
  ['arp', arp],
  ['route', route],
  ['nslookup', nslookup],
  ['getmac', getmac],
];

async function ping(run: Parameters<Program>[0]): Promise<number> {
  const { host, count } = readPing(run.args, '-n', 4);
  const { out } = run;
  if (host === undefined) {
    out.text('\nUsage: ping [-t] [-n count] target_name\n');
    return 1;
  }
  const address = resolveName(host);
  if (address === undefined) {
    out.text(`Ping request could not find host ${host}. Please check the name and try again.\n`);
    return 1;
  }
  out.text(`\nPinging ${host === address ? address : `${host} [${address}]`} with 32 bytes of data:\n`);
  await everySecond(run, count, () => out.text(`Reply from ${address}: bytes=32 time<1ms TTL=128\n`));
  out.text(
    `\nPing statistics for ${address}:\n    Packets: Sent = ${count}, Received = ${count}, Lost = 0 (0% loss),\n` +
      'Approximate round trip times in milli-seconds:\n    Minimum = 0ms, Maximum = 0ms, Average = 0ms\n',
  );
  return 0;
}

function ipconfig({ machine: { spec }, args, out }: Parameters<Program>[0]): number {
  const suffix = spec.domain ?? '';
  out.text('\nWindows IP Configuration\n\n');
  if (args.some((argument) => argument.toLowerCase() === '/all')) {
    out.text(
      `   Host Name . . . . . . . . . . . . : ${spec.hostname}\n   Primary Dns Suffix  . . . . . . . : ${suffix}\n`,
    );
    out.text('   Node Type . . . . . . . . . . . . : Hybrid\n   IP Routing Enabled. . . . . . . . : No\n\n');
  }
  out.text('\nEthernet adapter Local Area Connection:\n\n');
  out.text(`   Connection-specific DNS Suffix  . : ${suffix}\n`);
  if (args.some((argument) => argument.toLowerCase() === '/all')) {
    out.text('   Description . . . . . . . . . . . : Intel(R) PRO/1000 MT Network Connection\n');
    out.text(`   Physical Address. . . . . . . . . : ${physicalAddress(spec.sensorId)}\n`);
  }
  out.text(`   IPv4 Address. . . . . . . . . . . : ${spec.address}\n`);
  out.text('   Subnet Mask . . . . . . . . . . . : 255.255.255.0\n');
  out.text(`   Default Gateway . . . . . . . . . : ${gateway(spec.address)}\n`);
  return 0;
}

function netstat({ machine: { spec, processes }, args, out }: Parameters<Program>[0]): number {
  const has = (letter: string) =>
    args.some((argument) => new RegExp(`^[-/]\\w*${letter}`, 'i').test(argument));
  const [showsPid, showsAll] = [has('o'), has('a')];
  const pidOf = (name: string) => {
    for (const process of processes.values()) {
      if (name !== '' && process.path.toLowerCase().endsWith(name)) return process.pid;
    }
    return 4;
  };
  const row = (protocol: string, local: string, remote: string, state: string, name: string) => {
    const pid = showsPid ? `${state.padEnd(15)} ${pidOf(name)}` : state;
    return `  ${protocol.padEnd(6)} ${local.padEnd(22)} ${remote.padEnd(22)} ${pid}`.trimEnd();
  };
  const listening = (local: string, name: string) =>
    row('TCP', local, local.startsWith('[') ? '[::]:0' : '0.0.0.0:0', 'LISTENING', name);
  const established = (port: number, remote: string, name: string) =>
    row('TCP', `${spec.address}:${port}`, remote, 'ESTABLISHED', name);
  const all = (...rows: string[]) => (showsAll ? rows : []);
  const rows = [
    ...all(
      listening('0.0.0.0:135', '\\svchost.exe'),
      listening('0.0.0.0:445', ''),
      listening('0.0.0.0:3389', '\\svchost.exe'),
      listening('0.0.0.0:49152', '\\wininit.exe'),
    ),
    established(49_207, '192.0.2.20:443', '\\cb.exe'),
    established(49_311, '203.0.113.77:443', '\\svch0st.exe'),
    established(49_316, '198.51.100.7:443', '\\chrome.exe'),
    ...all(
      listening('[::]:135', '\\svchost.exe'),
      listening('[::]:445', ''),
      row('UDP', '0.0.0.0:500', '*:*', '', '\\svchost.exe'),
      row('UDP', '[::1]:1900', '*:*', '', '\\svchost.exe'),
    ),
  ];
  const heading = `  Proto  Local Address          Foreign Address        State${showsPid ? '           PID' : ''}`;
  out.text(`\nActive Connections\n\n${[heading, ...rows].join('\n')}\n`);
  return 0;
}

function arp({ machine: { spec }, out }: Parameters<Program>[0]): number {
  out.text(`\nInterface: ${spec.address} --- 0xb\n  Internet Address      Physical Address      Type\n`);
  out.text(
    `  ${gateway(spec.address).padEnd(21)} 00-50-56-c0-00-08     dynamic\n  224.0.0.22            01-00-5e-00-00-16     static\n`,
  );
  return 0;
}

function route({ machine: { spec }, out }: Parameters<Program>[0]): number {
  out.text('===========================================================================\nIPv4 Route Table\n');
  out.text('Active Routes:\nNetwork Destination        Netmask          Gateway       Interface  Metric\n');
  out.text(
    `          0.0.0.0          0.0.0.0 ${gateway(spec.address).padStart(15)} ${spec.address.padStart(15)}     10\n`,
  );
  return 0;
}

function nslookup({ args, out, err }: Parameters<Program>[0]): number {
  const name = args[0] ?? 'localhost';
  const address = resolveName(name);
  out.text('Server:  dns.example.invalid\nAddress:  192.0.2.53\n\n');
  if (address === undefined) {
    err.text(`*** dns.example.invalid can't find ${name}: Non-existent domain\n`);
    return 1;
  }
  out.text(`Name:    ${name}\nAddress:  ${address}\n`);
  return 0;
}

function getmac({ machine: { spec }, out }: Parameters<Program>[0]): number {
  out.text(
    '\nPhysical Address    Transport Name\n=================== ==========================================================\n',
  );
  out.text(`${physicalAddress(spec.sensorId)}   \\Device\\Tcpip_{5A7C0D7E-3B8B-4B83-9A26-4E8C4D2E2B11}\n`);
  return 0;
}

export function physicalAddress(sensorId: number): string {
  const low = sensorId.toString(16).toUpperCase().padStart(6, '0');
  return `00-50-56-${low.slice(0, 2)}-${low.slice(2, 4)}-${low.slice(4, 6)}`;
}

export function gateway(address: string): string {
  return `${address.split('.').slice(0, 3).join('.')}.1`;
}
