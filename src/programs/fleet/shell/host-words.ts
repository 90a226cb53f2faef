import type { FleetDesk } from '../../../commands/fleet/fleet-desk.ts';
import { isCbError } from '../../../errors/cb-error.ts';
import type { Host } from '../../../fleet/host.ts';
import { foldHosts } from '../../../fleet/hosts-folded.ts';
import { hostsOfWord, readHostWord } from '../../../fleet/targets/host-word.ts';
import { typable } from '../../../text/typable.ts';
import { hostsWords } from './fleet-session.ts';

/** What a shell keeps of a host is less than a sensor. */
const nobody = {
  dnsName: '',
  status: 'in the shell',
  groupId: undefined,
  addresses: [],
  lastCheckInMs: undefined,
  nextCheckInMs: undefined,
  unfit: undefined,
} as const;

/** Ids of the hosts that words mean. Kinds `NotFound` and `Usage`, and then none of them counts. */
export function hostsMeant(words: readonly string[], desk: FleetDesk): ReadonlySet<number> {
  const all = desk.hosts().map((host) => ({ ...nobody, ...host, os: 'unknown' as const }) satisfies Host);
  return new Set(words.flatMap((word) => hostsNamed(word, all).map(({ id }) => id)));
}

function hostsNamed(word: string, all: readonly Host[]): readonly Host[] {
  try {
    return hostsOfWord(readHostWord(word), all);
  } catch (error) {
    if (!isCbError(error, 'NotFound')) throw error;
    throw error.reworded({
      message: `no host of this shell is "${word}"`,
      hint: 'hosts lists them; only takes all back',
    });
  }
}

const mostNames = 300;

/** `lines are for 12 of 40 hosts: WEB-[01-12]`. */
export function narrowedWords(desk: FleetDesk): string {
  if (!desk.isNarrowed) return `lines are for all ${hostsWords(desk.size)}`;
  const meant = desk.meant();
  const names = foldHosts(meant.map(({ name }) => name));
  const shown = names.length > mostNames ? `${names.slice(0, mostNames)}…` : names;
  return `lines are for ${meant.length} of ${hostsWords(desk.size)}: ${shown}`;
}

/** For Tab: names of the hosts; what cannot be typed safely is left out. */
export function hostNames(desk: FleetDesk, word: string): readonly string[] {
  const start = word.toLowerCase();
  return typable(desk.hosts().map(({ name }) => name)).filter((name) => name.toLowerCase().startsWith(start));
}
