import { hostname } from 'node:os';
import type { ProgramWorld } from '../support/program-world.ts';

export const shownHome = '/home/analyst';

/** Unix ms at which every lab of a transcript begins. */
const begin = Date.parse('2024-05-14T09:30:00Z');
const nearMs = 10 * 60_000;

/**
 * Puts one name in the place of each thing that differs between two runs, and of nothing else:
 * - the temporary home folder → /home/analyst
 * - the lab's port, token and fingerprint
 * - with `isThisMachine` the name of this computer, and where this very test runs → /opt/cblr
 * - moments within ten minutes of the lab's start, and of now (files made here) → its start, 2024-05-14 09:30:00Z
 * - random names of temporary files on the sensor → cblr-RANDOMRANDOM
 * - measured times → N ms
 */
export function normalise(text: string, { home, lab }: ProgramWorld, isThisMachine: boolean): string {
  const plain = text
    .replaceAll(home, shownHome)
    .replaceAll(`127.0.0.1:${lab.port}`, '127.0.0.1:PORT')
    .replaceAll(lab.token, 'TOKEN')
    .replaceAll(lab.fingerprint ?? 'no fingerprint', 'FINGERPRINT')
    .replace(/(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d+)?/g, (whole, day, between, time) =>
      isNow(Date.parse(`${day}T${time}Z`)) ? `2024-05-14${between}09:30:00` : whole,
    )
    .replace(/\b(1715[67]\d{5})(?:\.\d+)?\b/g, (whole, seconds) =>
      isNow(Number(seconds) * 1000) ? '1715679000' : whole,
    )
    .replace(/\bcblr-[0-9a-f]{12}\b/g, 'cblr-RANDOMRANDOM')
    .replace(/\b(took|after) \d+ ms\b/g, '$1 N ms');
  return isThisMachine
    ? plain.replaceAll(process.cwd(), '/opt/cblr').replaceAll(hostname(), 'this-machine')
    : plain;
}

function isNow(ms: number): boolean {
  return Math.abs(ms - begin) < nearMs || Math.abs(ms - Date.now()) < nearMs;
}
