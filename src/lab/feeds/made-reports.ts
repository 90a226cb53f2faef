import { type Random, seededRandom } from '../random.ts';
import type { Feed } from './feed.ts';
import { malwareHashes, vulnerableHashes } from './known-binaries.ts';
import type { Iocs, Report } from './report.ts';

type Draft = Omit<Report, 'feed' | 'createdMs' | 'updatedMs'> & {
  /** Before the lab began. */
  readonly days: number;
};

const dayMs = 86_400_000;

/** Addresses and names that programs of the lab do talk to (history/habits.ts). */
export const knownSites = {
  beacon: 'beacon.bad-actor.example',
  pool: '198.51.100.222',
  torExit: '198.51.100.61',
} as const;

/** The reports of a feed, the same for the same seed; documents and alerts name some of them. */
export function madeReports(feed: Feed, seed: number, sinceMs: number): Report[] {
  const random = seededRandom(seed, `reports of ${feed.name}`);
  const make = Object.hasOwn(makers, feed.name) ? makers[feed.name] : undefined;
  return (make ?? otherReports)(feed, random, sinceMs).map(({ days, ...draft }) => ({
    feed,
    ...draft,
    createdMs: sinceMs - (days + 3) * dayMs,
    updatedMs: sinceMs - days * dayMs,
  }));
}

const makers: Readonly<Record<string, (feed: Feed, random: Random, sinceMs: number) => Draft[]>> = {
  soc: (feed, random) => [
    draft('updater-implant', 'FUZZYWOMBAT updater implant', 90, 6, feed, {
      description: 'Implant that hides as an updater in the user’s roaming folder.',
      tags: ['fuzzywombat', 'implant'],
      iocs: { md5: malwareHashes(), dns: [knownSites.beacon] },
    }),
    ...times(24, (index) =>
      draft(
        `fuzzywombat-2024.${two(1 + (index % 5))}-${two(index)}`,
        `FUZZYWOMBAT ${random.pick(['beacon', 'dropper', 'mail', 'loader', 'panel'])} ${index + 1}`,
        random.int(30, 95),
        random.int(1, 120),
        feed,
        {
          description: 'Seen by the night shift; to be looked at again.',
          tags: ['fuzzywombat'],
          iocs: {
            dns: index === 0 ? [knownSites.beacon] : [`fw-${random.hex(4)}.bad-actor.example`],
            md5: [random.hex(32)],
            sha256: [random.hex(64)],
          },
        },
      ),
    ),
    ...times(15, (index) =>
      draft(`case-${1180 + index}`, `Case ${1180 + index}`, random.int(10, 80), random.int(10, 400), feed, {
        description: random.pick([
          'Phishing',
          'Coin miner on a web server',
          'Lost laptop',
          'Test of the red team',
        ]),
        tags: ['case'],
        iocs: { md5: [random.hex(32)], ipv4: index === 2 ? [knownSites.pool] : [address(random)] },
      }),
    ),
  ],
  virustotal: (feed, random) => [
    draft('vt-45', 'VirusTotal score 45', 45, 4, feed, {
      tags: ['av'],
      iocs: { md5: malwareHashes() },
    }),
    ...times(60, (index) =>
      draft(`vt-${random.hex(12)}`, `VirusTotal score ${index + 1}`, index + 1, random.int(1, 300), feed, {
        tags: ['av'],
        iocs: { md5: times(random.int(1, 6), () => random.hex(32)) },
      }),
    ),
  ],
  nvd: (feed, random) => [
    draft('CVE-2016-0001', 'CVE-2016-0001', 60, 30, feed, {
      description: 'Programs of this version let strangers run their own code.',
      tags: ['cve'],
      iocs: { md5: vulnerableHashes() },
    }),
    ...times(90, () => {
      const id = `CVE-${random.int(2014, 2024)}-${random.int(1000, 49_999)}`;
      return draft(id, id, random.int(20, 100), random.int(5, 900), feed, {
        tags: ['cve'],
        iocs: { md5: times(random.int(1, 9), () => random.hex(32)) },
      });
    }),
  ],
  srstrust: (feed, random) => [
    draft('trusted', 'Trusted makers', -100, 2, feed, {
      tags: ['trust'],
      iocs: { md5: times(40, () => random.hex(32)) },
    }),
    ...times(9, (index) =>
      draft(`trusted.${index + 1}`, `Makers of rank ${index + 1}`, -90 + index * 10, 2 + index, feed, {
        tags: ['trust'],
        iocs: { md5: times(20, () => random.hex(32)) },
      }),
    ),
  ],
  torexits: (feed, random, sinceMs) =>
    times(30, (index) => {
      const day = new Date(sinceMs - index * dayMs).toISOString().slice(0, 10);
      return draft(`tor-${day}`, `Tor exit nodes of ${day}`, 10, index, feed, {
        tags: ['tor'],
        iocs: { ipv4: [knownSites.torExit, ...times(60, () => address(random))] },
      });
    }),
  techniques: (feed) => [
    technique(
      feed,
      'T1059.001',
      'PowerShell in a hidden window',
      70,
      'process_name:powershell.exe cmdline:hidden',
    ),
    technique(
      feed,
      'T1087.002',
      'Domain administrators listed',
      55,
      'process_name:net.exe cmdline:"Domain Admins"',
    ),
    technique(
      feed,
      'T1053.005',
      'Scheduled task for each log on',
      65,
      'process_name:schtasks.exe cmdline:onlogon',
    ),
    technique(feed, 'T1021.002', 'Service of PsExec', 60, 'process_name:psexesvc.exe'),
    technique(
      feed,
      'T1204.002',
      'Office starts a shell',
      80,
      'parent_name:winword.exe process_name:powershell.exe',
    ),
    technique(feed, 'T1496', 'Coin miner', 75, 'process_name:kswapd0 path:/tmp*'),
  ],
};

/** Of a feed that nobody here knows. */
function otherReports(feed: Feed, random: Random): Draft[] {
  return times(12, (index) =>
    draft(
      `${feed.name}-${two(index)}.${random.hex(6)}`,
      `${feed.display_name} finding ${index + 1}`,
      random.int(10, 100),
      random.int(0, 200),
      feed,
      {
        iocs: random.pick([
          { md5: [random.hex(32), random.hex(32)] },
          { dns: [`host-${random.hex(5)}.bad-actor.example`] },
          { ipv4: [address(random), address(random)] },
        ]),
      },
    ),
  );
}

interface More {
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly iocs: Iocs;
}

function draft(id: string, title: string, score: number, days: number, feed: Feed, more: More): Draft {
  const link = `${feed.provider_url || 'https://reports.example/'}reports/${encodeURIComponent(id)}`;
  return { id, title, score, days, link, description: '', tags: [], ...more };
}

function technique(feed: Feed, id: string, title: string, score: number, query: string): Draft {
  return draft(id, title, score, 90, feed, {
    tags: ['technique'],
    iocs: {
      query: [{ index_type: 'events', search_query: `cb.urlver=1&q=${encodeURIComponent(query)}` }],
    },
  });
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_none, index) => make(index));
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** In the networks that stand for others in documents. */
function address(random: Random): string {
  return `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.int(1, 254)}`;
}
