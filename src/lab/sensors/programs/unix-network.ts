import type { Machine, Program, ProgramRun } from '../machine.ts';

/** Programs of Linux and macOS that tell about the network; each system has its own. */
export const unixNetworkPrograms: readonly (readonly [string, Program])[] = [
  ['ss', ss],
  ['netstat', netstat],
  ['lsof', lsof],
  ['ip', ip],
  ['ifconfig', ifconfig],
];

interface Socket {
  readonly protocol: 'tcp' | 'udp';
  readonly state: 'LISTEN' | 'ESTABLISHED' | '';
  readonly local: string;
  readonly remote: string;
  /** The end of the path of the processes that hold it. */
  readonly program: string;
}

function socketsOf({ os, spec }: Machine): readonly Socket[] {
  const listen = (local: string, program: string): Socket => ({
    protocol: 'tcp',
    state: 'LISTEN',
    local,
    remote: '*:*',
    program,
  });
  const established = (port: number, remote: string, program: string): Socket => ({
    protocol: 'tcp',
    state: 'ESTABLISHED',
    local: `${spec.address}:${port}`,
    remote,
    program,
  });
  const udp = (local: string, program: string): Socket => ({
    protocol: 'udp',
    state: '',
    local,
    remote: '*:*',
    program,
  });
  return os === 'macos'
    ? [
        established(49_152, '198.51.100.7:443', '/Safari'),
        established(49_311, '203.0.113.77:443', '/agent'),
        udp('*:137', '/launchd'),
      ]
    : [
        udp('127.0.0.1:323', '/systemd'),
        listen('*:22', '/sshd'),
        listen('*:80', '/nginx'),
        listen('127.0.0.1:5432', '/postgres'),
        established(22, '203.0.113.77:51812', '/sshd'),
        established(43_210, '203.0.113.99:3333', '/kswapd0'),
      ];
}

function holders({ processes }: Machine, { program }: Socket) {
  return [...processes.values()]
    .filter(({ path }) => path.endsWith(program))
    .map(({ pid, path }) => ({ pid, name: (path.split('/').at(-1) ?? '').slice(0, 15) }));
}

function wanted({ machine, args }: ProgramRun): {
  readonly sockets: readonly Socket[];
  readonly showsPid: boolean;
} {
  const letters = args.filter((argument) => /^-\w/.test(argument)).join('');
  const has = (letter: string) => letters.includes(letter);
  const isAny = !has('t') && !has('u');
  const sockets = socketsOf(machine).filter(
    ({ protocol, state }) =>
      (isAny || has(protocol === 'tcp' ? 't' : 'u')) &&
      (has('a') || (has('l') ? state !== 'ESTABLISHED' : state === 'ESTABLISHED')),
  );
  return { sockets, showsPid: has('p') };
}

function ss(run: ProgramRun): number {
  const { sockets, showsPid } = wanted(run);
  run.out.text(
    'Netid State      Recv-Q Send-Q     Local Address:Port                    Peer Address:Port              \n',
  );
  for (const socket of sockets) {
    const state = { LISTEN: 'LISTEN', ESTABLISHED: 'ESTAB', '': 'UNCONN' }[socket.state];
    const users = holders(run.machine, socket).map(
      ({ pid, name }, index) => `("${name}",pid=${pid},fd=${index + 3})`,
    );
    const shown = showsPid && users.length > 0 ? ` users:(${users.join(',')})` : '';
    const queue = socket.state === 'LISTEN' ? 128 : 0;
    run.out.text(
      `${socket.protocol}   ${state.padEnd(10)} 0      ${String(queue).padEnd(6)} ${socket.local.padStart(22)} ${socket.remote.padStart(32)}              ${shown}\n`,
    );
  }
  return 0;
}

function netstat(run: ProgramRun): number {
  const { sockets, showsPid } = wanted(run);
  const numeric = (end: string) => end.replace(/^\*:/, '0.0.0.0:');
  run.out.text(
    `Active Internet connections (servers and established)\nProto Recv-Q Send-Q Local Address           Foreign Address         State      ${showsPid ? ' PID/Program name    ' : ''}\n`,
  );
  for (const socket of sockets) {
    const [holder] = holders(run.machine, socket);
    const shown = showsPid ? ` ${holder === undefined ? '-' : `${holder.pid}/${holder.name}`}` : '';
    run.out.text(
      `${socket.protocol.padEnd(6)}     0      0 ${numeric(socket.local).padEnd(23)} ${numeric(socket.remote).padEnd(23)} ${socket.state.padEnd(11)}${shown}\n`,
    );
  }
  return 0;
}

/** Of the many things that it does: `-i`, in lines or, with `-F`, in fields. */
function lsof({ machine, args, out }: ProgramRun): number {
  const isFields = args.some((argument) => argument.startsWith('-F'));
  if (!isFields) out.text('COMMAND     PID   USER   FD   TYPE             DEVICE SIZE/OFF NODE NAME\n');
  const byPid = new Map<number, { readonly name: string; readonly sockets: Socket[] }>();
  for (const socket of socketsOf(machine)) {
    for (const { pid, name } of holders(machine, socket)) {
      const known = byPid.get(pid) ?? { name, sockets: [] };
      known.sockets.push(socket);
      byPid.set(pid, known);
    }
  }
  for (const [pid, { name, sockets }] of byPid) {
    if (isFields) out.text(`p${pid}\nc${name}\n`);
    for (const [index, { protocol, local, remote, state }] of sockets.entries()) {
      const ends = state === 'ESTABLISHED' ? `${local}->${remote}` : local;
      out.text(
        isFields
          ? `f${index + 5}\nP${protocol.toUpperCase()}\nn${ends}\n${state === '' ? '' : `TST=${state}\nTQR=0\nTQS=0\n`}`
          : `${name.padEnd(9)} ${String(pid).padStart(5)}   root    ${index + 5}u  IPv4 0x${pid.toString(16).padStart(16, '0')}      0t0  ${protocol.toUpperCase()} ${ends}${state === '' ? '' : ` (${state})`}\n`,
      );
    }
  }
  return byPid.size === 0 ? 1 : 0;
}

interface Interface {
  readonly name: string;
  readonly flags: string;
  readonly mac: string;
  readonly address: string;
  readonly prefix: number;
  readonly address6: string;
}

function interfacesOf({ os, spec }: Machine): readonly Interface[] {
  const isMac = os === 'macos';
  const end = spec.sensorId.toString(16).padStart(2, '0').slice(-2);
  return [
    {
      name: isMac ? 'lo0' : 'lo',
      flags: 'UP,LOOPBACK',
      mac: '00:00:00:00:00:00',
      address: '127.0.0.1',
      prefix: 8,
      address6: '::1',
    },
    {
      name: isMac ? 'en0' : 'ens192',
      flags: 'UP,BROADCAST,MULTICAST',
      mac: `00:50:56:00:00:${end}`,
      address: spec.address,
      prefix: 24,
      address6: `fe80::250:56ff:fe00:${end}`,
    },
  ];
}

/** `ip addr`. */
function ip({ machine, out }: ProgramRun): number {
  for (const [index, { name, flags, mac, address, prefix, address6 }] of interfacesOf(machine).entries()) {
    const isLoopback = flags.includes('LOOPBACK');
    const scope = isLoopback ? 'host' : 'global';
    out.text(
      `${index + 1}: ${name}: <${flags}> mtu 1500 qdisc mq state ${isLoopback ? 'UNKNOWN' : 'UP'} group default qlen 1000\n` +
        `    link/${isLoopback ? 'loopback' : 'ether'} ${mac} brd ff:ff:ff:ff:ff:ff\n` +
        `    inet ${address}/${prefix} ${isLoopback ? '' : 'brd 255.255.255.255 '}scope ${scope} ${name}\n       valid_lft forever preferred_lft forever\n` +
        `    inet6 ${address6}/${isLoopback ? 128 : 64} scope ${isLoopback ? 'host' : 'link'} \n       valid_lft forever preferred_lft forever\n`,
    );
  }
  return 0;
}

/** Each system has its own words for the same. */
function ifconfig({ machine, out }: ProgramRun): number {
  for (const one of interfacesOf(machine)) out.text(machine.os === 'macos' ? macText(one) : linuxText(one));
  return 0;
}

function macText({ name, flags, mac, address, prefix, address6 }: Interface): string {
  const isLoopback = flags.includes('LOOPBACK');
  return (
    `${name}: flags=8863<${flags}> mtu 1500\n\toptions=6463<RXCSUM,TXCSUM>\n` +
    (isLoopback ? '' : `\tether ${mac}\n`) +
    `\tinet6 ${address6}${isLoopback ? '' : `%${name}`} prefixlen ${isLoopback ? 128 : 64} scopeid 0x1\n` +
    `\tinet ${address} netmask 0x${maskOf(prefix).toString(16)}${isLoopback ? '' : ' broadcast 255.255.255.255'}\n\tstatus: active\n`
  );
}

function linuxText({ name, flags, mac, address, prefix, address6 }: Interface): string {
  const isLoopback = flags.includes('LOOPBACK');
  const mask = [24, 16, 8, 0].map((shift) => Math.floor(maskOf(prefix) / 2 ** shift) % 256).join('.');
  return (
    `${name}: flags=4163<${flags}>  mtu 1500\n` +
    `        inet ${address}  netmask ${mask}${isLoopback ? '' : '  broadcast 255.255.255.255'}\n` +
    `        inet6 ${address6}  prefixlen ${isLoopback ? 128 : 64}  scopeid 0x20<link>\n` +
    `        ${isLoopback ? 'loop  txqueuelen 1000  (Local Loopback)' : `ether ${mac}  txqueuelen 1000  (Ethernet)`}\n\n`
  );
}

function maskOf(prefix: number): number {
  return 2 ** 32 - 2 ** (32 - prefix);
}
