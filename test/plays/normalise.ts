import { hostname } from 'node:os';
import type { ProgramWorld } from '../support/program-world.ts';
import type { Symbols } from './symbols.ts';

/** Where a play goes on. */
export interface Scene {
  readonly world: ProgramWorld;
  readonly symbols: Symbols;
  readonly isThisMachine: boolean;
}

const shownHome = '/home/analyst';

/** Unix ms at which every lab of a play begins. */
const begin = Date.parse('2024-05-14T09:30:00Z');
const nearMs = 10 * 60_000;
/** In days. */
const certificateLead = 1 / 24;

/**
 * Puts one name in the place of each thing that differs between two runs, and of nothing else:
 * - the temporary home folder → /home/analyst
 * - ids of sessions, commands and files → SES-01, CMD-01, FIL-01 (symbols.ts)
 * - ports of a lab, tokens and fingerprints → PORT, TOKEN, FINGERPRINT
 * - with `isThisMachine` the name of this computer, and where this very test runs → /opt/cblr
 * - moments within ten minutes of the lab's start, and of now (files made here) → its start, 2024-05-14 09:30:00Z
 * - random names of temporary files on the sensor → cblr-RANDOMRANDOM, and of folders here → cblr-RANDOM
 * - random names of transcripts → 2024-05-14-093000000-PID-RANDOM, and who writes them → analyst on desk
 * - ids of cases → case-RANDOM
 * - size and hashes of an archive, in which times are → N bytes
 * - measured times → N ms
 * - today, and the days of a lab's certificate, which begins an hour before and ends in a year → 2024-05-14, 2025-05-14
 */
export function normalise(text: string, { world, symbols, isThisMachine }: Scene): string {
  // Digits of such a name may be those of an id.
  const named = text.replace(/\b[\d-]{20}-\d+-[0-9a-f]{6}(?=\.ndjson)/g, '2024-05-14-093000000-PID-RANDOM');
  const plain = symbols
    .name(named)
    .replaceAll(world.home, shownHome)
    .replace(/\b127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\b[0-9a-f]{40}\b/g, 'TOKEN')
    .replace(/\b(?:[0-9A-F]{2}:){31}[0-9A-F]{2}\b/g, 'FINGERPRINT')
    .replace(/(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d+)?/g, (whole, day, between, time) =>
      isNow(Date.parse(`${day}T${time}Z`)) ? `2024-05-14${between}09:30:00` : whole,
    )
    .replace(/\b(1715[67]\d{5})(?:\.\d+)?\b/g, (whole, seconds) =>
      isNow(Number(seconds) * 1000) ? '1715679000' : whole,
    )
    .replace(/\bcblr-[0-9a-f]{12}\b/g, 'cblr-RANDOMRANDOM')
    .replace(/\/cblr-[A-Za-z0-9]{6}\//g, '/cblr-RANDOM/')
    .replace(/\bcase-[0-9a-f]{12}\b/g, 'case-RANDOM')
    .replace(/ of \S+ on \S+: lab/g, ' of analyst on desk: lab')
    .replace(
      /size [\d.]+ \w+(?: \(\d+\))?, SHA-256 \w+, SHA-1 \w+, MD5 \w+(?=, here \S*-session-\S*\.tar\.gz)/g,
      'size N bytes',
    )
    .replace(/\b\d+ ms\b/g, 'N ms')
    .replace(/(\] (?:done|ended|failed \(\d+\)) after )[\d.]+s/g, '$1N s')
    .replaceAll(day(0), '2024-05-14')
    .replaceAll(day(-certificateLead), '2024-05-14')
    .replaceAll(day(365 - certificateLead), '2025-05-14');
  return isThisMachine
    ? plain.replaceAll(process.cwd(), '/opt/cblr').replaceAll(hostname(), 'this-machine')
    : plain;
}

/** The other way: what a play has typed for the home folder, the lab and its ids, as it is in this run. */
export function realise(text: string, { world: { home, lab }, symbols }: Scene): string {
  return symbols
    .number(text)
    .replaceAll(shownHome, home)
    .replaceAll('127.0.0.1:PORT', `127.0.0.1:${lab.port}`)
    .replace(/\bTOKEN\b/g, lab.token)
    .replace(/\bFINGERPRINT\b/g, lab.fingerprint ?? '');
}

function day(later: number): string {
  return new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10);
}

function isNow(ms: number): boolean {
  return Math.abs(ms - begin) < nearMs || Math.abs(ms - Date.now()) < nearMs;
}
