import { BlockList, isIP } from 'node:net';
import { CbError } from '../../errors/cb-error.ts';
import { globTest } from '../../text/glob.ts';
import { plainHostName, plainNamesOf } from '../../text/host-name.ts';
import { nearest } from '../../text/nearest.ts';
import type { Host } from '../host.ts';

/** A word that names hosts: by id, name or address one; by wildcards or a CIDR any number. */
export interface HostWord {
  readonly typed: string;
  readonly isPattern: boolean;
  fits(host: Host): boolean;
}

/** Kind `Usage` for a network that is none. */
export function readHostWord(typed: string): HostWord {
  const word = typed.trim();
  if (word === '') throw new CbError('Usage', 'the name of a host is empty');
  const network = /^([\da-f.:]+)\/(\d{1,3})$/i.exec(word);
  if (network !== null) return inNetwork(typed, network[1] ?? '', Number(network[2]));
  if (/[*?]/.test(word)) {
    const test = globTest(word, 'windows');
    return { typed, isPattern: true, fits: (host) => plainNamesOf(host).some(test) };
  }
  if (isIP(word) !== 0) {
    const own = isIP(word) === 4 ? 32 : 128;
    return { ...inNetwork(typed, word, own), isPattern: false };
  }
  const name = plainHostName(word);
  const id = /^\d{1,15}$/.test(word) ? Number(word) : undefined;
  return {
    typed,
    isPattern: false,
    fits: (host) => host.id === id || plainNamesOf(host).includes(name),
  };
}

function inNetwork(typed: string, address: string, bits: number): HostWord {
  const family = isIP(address);
  if (family === 0 || bits > (family === 4 ? 32 : 128))
    throw new CbError('Usage', `"${typed}" is no network`, { hint: 'as in 10.20.0.0/16' });
  const network = new BlockList();
  network.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  const holds = (each: string): boolean => {
    const plain =
      each
        .trim()
        .replace(/^::ffff:(?=\d+\.)/i, '')
        .split('%')[0] ?? '';
    const kind = isIP(plain);
    return kind !== 0 && network.check(plain, kind === 4 ? 'ipv4' : 'ipv6');
  };
  return { typed, isPattern: true, fits: ({ addresses }) => addresses.some(holds) };
}

/** The hosts that a word names. Kinds `NotFound`, and `Usage` where it names several without meaning to: both block nothing but it. */
export function hostsOfWord(word: HostWord, all: readonly Host[]): readonly Host[] {
  const found = all.filter(word.fits);
  // An id goes before a name of the same digits.
  const byId = word.isPattern ? undefined : found.find(({ id }) => String(id) === word.typed.trim());
  if (byId !== undefined) return [byId];
  if (found.length === 0) throw nobody(word, all);
  if (found.length === 1 || word.isPattern) return found;
  const shown = found.slice(0, 10).map(({ id, name, status }) => `${id} ${name} (${status})`);
  throw new CbError('Usage', `"${word.typed}" is ${found.length} sensors: ${shown.join(', ')}`, {
    hint: 'name one by its id',
    context: { sensor: word.typed },
  });
}

function nobody({ typed, isPattern }: HostWord, all: readonly Host[]): CbError {
  const [near] = isPattern
    ? []
    : nearest(
        typed,
        all.map(({ name }) => name),
      );
  return new CbError('NotFound', isPattern ? `no sensor fits "${typed}"` : `no sensor "${typed}"`, {
    hint: near === undefined ? 'cbq sensor --hostname PART lists them' : `did you mean "${near}"?`,
    context: { sensor: typed },
  });
}
