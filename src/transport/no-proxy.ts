import { BlockList, isIP } from 'node:net';

/**
 * Whether NO_PROXY takes a host off the proxy. Entries are split by commas or blanks: `*`, `name` and `.name` (the host and all
 * below it), `*.name`, an address, `10.0.0.0/8`; each may end in `:port`. Names compare without case or a trailing dot.
 */
export function bypassesProxy(list: string | undefined, host: string, port: number): boolean {
  const name = plainHost(host);
  return (list ?? '')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(entry, name, port));
}

/** True for this machine itself: `localhost`, 127.0.0.0/8, `::1`. */
export function isLoopback(host: string): boolean {
  const name = plainHost(host);
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inNetwork(entry, host);
  const parts = splitPort(entry);
  if (parts.port !== undefined && parts.port !== port) return false;
  const name = plainHost(parts.host).replace(/^\*?\.+/, '');
  if (name === '*') return true;
  if (name === '') return false;
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function splitPort(entry: string): { host: string; port: number | undefined } {
  const bracketed = /^(\[[^\]]*\])(?::(\d+))?$/.exec(entry);
  const plain = bracketed ?? (isIP(entry) === 6 ? null : /^([^:]+):(\d+)$/.exec(entry));
  if (!plain) return { host: entry, port: undefined };
  return { host: plain[1] ?? entry, port: plain[2] === undefined ? undefined : Number(plain[2]) };
}

function inNetwork(entry: string, host: string): boolean {
  const [address = '', bits = ''] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const network = new BlockList();
  network.addSubnet(address, Number(bits), type);
  return network.check(host, type);
}

function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}
