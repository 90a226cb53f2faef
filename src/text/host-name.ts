/** The names that a host goes by on the wire. */
export interface HostNames {
  readonly name: string;
  readonly dnsName: string;
}

/** For comparing: case and a trailing dot do not matter. */
export function plainHostName(name: string): string {
  return name.trim().toLowerCase().replace(/\.$/, '');
}

/** All that a host may be called: NetBIOS, DNS, and the first label of the DNS name. */
export function plainNamesOf({ name, dnsName }: HostNames): readonly string[] {
  const dns = plainHostName(dnsName);
  return [plainHostName(name), dns, dns.split('.')[0] ?? ''].filter((each) => each !== '');
}
