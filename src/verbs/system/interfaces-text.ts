/** What a tool does not say is undefined. */
export interface NetworkInterface {
  readonly name: string;
  readonly state: string;
  readonly mac: string;
  /** With the length of their prefix, where the tool says it. */
  readonly addresses: readonly string[];
  readonly gateways?: readonly string[];
  readonly nameServers?: readonly string[];
  readonly dhcpServer?: string;
}

interface Draft {
  readonly name: string;
  readonly state: string;
  mac: string;
  readonly addresses: string[];
}

/** `ip addr` of Linux. */
export function readIpAddr(text: string): readonly NetworkInterface[] | undefined {
  return readInterfaces(text, {
    heading: /^\d+: ([^\s:@]+)(?:@[^\s:]+)?: <([^>]*)> mtu \d/,
    mac: /^link\/\S+ ([\da-f:.]+)(?: |$)/,
    address: (line) => /^inet6? ([\da-f:.]+(?: peer [\da-f:.]+)?\/\d{1,3}) /.exec(`${line} `)?.[1],
  });
}

/** `ifconfig -a` of macOS. */
export function readMacIfconfig(text: string): readonly NetworkInterface[] | undefined {
  return readInterfaces(text, {
    heading: /^([^\s:]+): flags=[\da-f]+<([^>]*)> mtu \d/,
    mac: /^ether ([\da-f:]+)$/,
    address(line) {
      const [, address = '', mask, prefix] =
        /^inet6? ([\da-f:.]+(?:%[^\s%]+)?) (?:--> \S+ )?(?:netmask 0x([\da-f]{1,8})|prefixlen (\d{1,3}))(?: |$)/.exec(
          line,
        ) ?? [];
      const bits =
        mask === undefined
          ? prefix
          : String(Number.parseInt(mask, 16).toString(2).replaceAll('0', '').length);
      return bits === undefined ? undefined : `${address}/${bits}`;
    },
  });
}

interface Form {
  readonly heading: RegExp;
  readonly mac: RegExp;
  readonly address: (line: string) => string | undefined;
}

/** Lines of an interface that tell of neither address are passed over. */
function readInterfaces(text: string, form: Form): readonly NetworkInterface[] | undefined {
  const all: Draft[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (!/^\s/.test(line)) {
      const [, name, flags = ''] = form.heading.exec(line) ?? [];
      if (name === undefined) return undefined;
      all.push({ name, state: flags.split(',').includes('UP') ? 'up' : 'down', mac: '', addresses: [] });
      continue;
    }
    const last = all.at(-1);
    if (last === undefined) return undefined;
    const plain = line.trim();
    if (/^(?:link\/|ether )/.test(plain)) {
      const mac = form.mac.exec(plain)?.[1];
      // A tunnel has an IP address in its place, or nothing at all.
      if (mac !== undefined) last.mac = mac;
    } else if (/^inet/.test(plain)) {
      const address = form.address(plain);
      if (address === undefined) return undefined;
      last.addresses.push(address);
    }
  }
  return all.length > 0 ? all : undefined;
}
