import { type ProcessEntry, processName } from '../../live/process-entry.ts';
import { toNumber } from '../../text/number.ts';

/** One end that a process holds of a connection, or that it listens with. */
export interface Socket {
  readonly protocol: string;
  readonly localAddress: string;
  readonly localPort: number | undefined;
  readonly remoteAddress: string;
  readonly remotePort: number | undefined;
  /** In one word for all systems where it is known; else as the tool has it, in lower case. */
  readonly state: string;
  readonly pid: number | undefined;
  readonly process: string;
}

type Ends = Pick<Socket, 'localAddress' | 'localPort' | 'remoteAddress' | 'remotePort'>;

/** Other spellings of a state; Windows translates some. */
const states: Readonly<Record<string, string>> = {
  listen: 'listening',
  estab: 'established',
  hergestellt: 'established',
  wartend: 'time-wait',
  'schliessen-warten': 'close-wait',
  schliessend: 'closing',
  'fin-warten-1': 'fin-wait-1',
  'fin-warten-2': 'fin-wait-2',
  'syn-gesendet': 'syn-sent',
  'syn-empfangen': 'syn-recv',
  'syn-received': 'syn-recv',
  'fin-wait1': 'fin-wait-1',
  'fin-wait2': 'fin-wait-2',
  unconn: '',
  idle: '',
};

function stateOf(word: string): string {
  const plain = word.toLowerCase().replaceAll(/[_ ]/g, '-');
  return states[plain] ?? plain;
}

/** The tool's names, or those of the sensor's list. */
export function namedSockets(found: readonly Socket[], running: readonly ProcessEntry[]): readonly Socket[] {
  const names = new Map(running.map((entry) => [entry.pid, processName(entry)]));
  return found.map((row) =>
    row.process !== '' || row.pid === undefined ? row : { ...row, process: names.get(row.pid) ?? '' },
  );
}

/** `netstat -ano` of Windows: headings in the language of the system, then nothing but sockets. */
export function readWindowsNetstat(text: string): readonly Socket[] | undefined {
  return readRows(text, (line) => {
    const [protocol = '', local = '', remote = '', ...rest] = line.trim().split(/\s+/);
    const pid = toPid(rest.at(-1));
    const ends = endsOf(local, remote);
    const isTcp = protocol === 'TCP';
    if ((!isTcp && protocol !== 'UDP') || ends === undefined || pid === undefined) return undefined;
    const word = rest.slice(0, -1).join(' ');
    if ((word === '') === isTcp) return undefined;
    // The other side says in every language what listens: it has no port.
    const state = isTcp && ends.remotePort === undefined ? 'listening' : stateOf(word);
    return [{ protocol: protocol.toLowerCase(), ...ends, state, pid, process: '' }];
  });
}

/** `ss -tunap`: a row for each process that holds the socket. */
export function readSs(text: string): readonly Socket[] | undefined {
  return readRows(text, (line) => {
    const found = /^(tcp|udp)\s+(\S+)\s+\d+\s+\d+\s+(\S+)\s+(\S+)(?:\s+(\S.*))?$/.exec(line.trimEnd());
    const [, protocol = '', state = '', local = '', remote = '', users = ''] = found ?? [];
    const ends = endsOf(local, remote);
    const holders = holdersOf(users);
    if (found === null || ends === undefined || holders === undefined) return undefined;
    return holders.map((holder) => ({ protocol, ...ends, state: stateOf(state), ...holder }));
  });
}

/** `users:(("nginx",pid=121,fd=6),…)`; the oldest leave `pid=` and `fd=` out. A name is up to its process: what does not end as it must is unknown. */
function holdersOf(users: string): readonly Pick<Socket, 'pid' | 'process'>[] | undefined {
  if (users === '') return [{ pid: undefined, process: '' }];
  const holder = /\("([^"]*)",(?:pid=)?(\d{1,10}),(?:fd=)?\d{1,10}\)(?:,(?=\()|\)$)/y;
  const all: Pick<Socket, 'pid' | 'process'>[] = [];
  holder.lastIndex = users.startsWith('users:(') ? 'users:('.length : users.length;
  for (let at = holder.lastIndex; at < users.length; at = holder.lastIndex) {
    const found = holder.exec(users);
    if (found === null) return undefined;
    all.push({ process: found[1] ?? '', pid: Number(found[2]) });
  }
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  // One process may hold a socket by several numbers.
  return [first, ...others.filter((one, at) => !all.slice(0, at + 1).some(({ pid }) => pid === one.pid))];
}

/** `netstat -tunap` of Linux, where there is no ss. */
export function readLinuxNetstat(text: string): readonly Socket[] | undefined {
  return readRows(text, (line) => {
    const found = /^(tcp|udp)6?\s+\d+\s+\d+\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line);
    const [, protocol = '', local = '', remote = '', rest = ''] = found ?? [];
    const ends = endsOf(local, remote);
    const [, state = '', pid, process = ''] =
      /^(?:([A-Z_\d]+)\s+)?(?:-|(\d{1,10})\/(.*))$/.exec(rest.trim()) ?? [];
    const isKnown = rest.trim().endsWith('-') || pid !== undefined;
    if (found === null || ends === undefined || !isKnown) return undefined;
    return [{ protocol, ...ends, state: stateOf(state), pid: toPid(pid), process: process.trim() }];
  });
}

/** `lsof -F`: one field a line, by its letter; a process, then its sockets. */
export function readLsof(text: string): readonly Socket[] | undefined {
  const all: Socket[] = [];
  let pid: number | undefined;
  let process = '';
  let socket: { protocol: string; name: string; state: string } | undefined;
  const end = (): boolean => {
    if (socket === undefined) return true;
    const [local = '', remote = '*:*'] = socket.name.split('->');
    const ends = endsOf(local, remote);
    if (ends === undefined || socket.protocol === '' || pid === undefined) return false;
    all.push({ protocol: socket.protocol, ...ends, state: socket.state, pid, process });
    socket = undefined;
    return true;
  };
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    switch (line.charAt(0)) {
      case 'p':
        if (!end()) return undefined;
        pid = toPid(value);
        process = '';
        if (pid === undefined) return undefined;
        break;
      case 'c':
        process = value;
        break;
      case 'f':
        if (!end()) return undefined;
        socket = { protocol: '', name: '', state: '' };
        break;
      case 'P':
        if (value !== 'TCP' && value !== 'UDP') return undefined;
        if (socket !== undefined) socket.protocol = value.toLowerCase();
        break;
      case 'n':
        if (socket !== undefined) socket.name = value;
        break;
      case 'T':
        if (socket !== undefined && value.startsWith('ST=')) socket.state = stateOf(value.slice(3));
        break;
      case '':
        break;
      default:
        return undefined;
    }
  }
  return end() && all.length > 0 ? all : undefined;
}

const mostHeadings = 4;

/** A few lines of headings, and then rows to the end. Text without a row is no list of sockets. */
function readRows(
  text: string,
  read: (line: string) => readonly Socket[] | undefined,
): readonly Socket[] | undefined {
  const all: Socket[] = [];
  let headings = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const found = read(line);
    if (found !== undefined) all.push(...found);
    else if (all.length > 0 || headings === mostHeadings) return undefined;
    else headings += 1;
  }
  return all.length > 0 ? all : undefined;
}

function endsOf(local: string, remote: string): Ends | undefined {
  const [here, there] = [endOf(local), endOf(remote)];
  if (here === undefined || there === undefined) return undefined;
  return { localAddress: here[0], localPort: here[1], remoteAddress: there[0], remotePort: there[1] };
}

/** `192.0.2.1:443`, `[::1]:443`, `:::22`, `*:*`; no port where it is any, which is 0 on Windows. */
function endOf(text: string): readonly [address: string, port: number | undefined] | undefined {
  const at = text.lastIndexOf(':');
  const [host, port] = [text.slice(0, at), text.slice(at + 1)];
  const address = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  if (at < 1 || !/^(?:\*|[\da-fA-F.:]+)(?:%[^\s%]+)?$/.test(address)) return undefined;
  if (port === '*' || port === '0') return [address, undefined];
  const number = /^\d{1,5}$/.test(port) ? Number(port) : undefined;
  return number === undefined || number > 65_535 ? undefined : [address, number];
}

function toPid(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? toNumber(text) : undefined;
}
