import { hostname } from 'node:os';
import type { ProgramWorld } from '../support/program-world.ts';

export const shownHome = '/home/analyst';

/**
 * Puts one name in the place of each thing that differs between two runs, and of nothing else:
 * - the temporary home folder → /home/analyst
 * - the lab's port, token and fingerprint, and the name of this computer
 * - moments within five minutes of the lab's start → its start, 2024-05-14 09:30:00Z
 * - random names of temporary files on the sensor → cblr-RANDOM
 * - measured times → N ms
 */
export function normalise(text: string, { home, lab }: ProgramWorld): string {
  const host = hostname();
  return text
    .replaceAll(home, shownHome)
    .replaceAll(`127.0.0.1:${lab.port}`, '127.0.0.1:PORT')
    .replaceAll(lab.token, 'TOKEN')
    .replaceAll(lab.fingerprint ?? 'no fingerprint', 'FINGERPRINT')
    .replaceAll(host, 'this-machine')
    .replace(/2024-05-14([ T])09:3[0-4]:\d\d(?:\.\d+)?/g, '2024-05-14$109:30:00')
    .replace(/\b1715679[0-2]\d\d(?:\.\d+)?\b/g, '1715679000')
    .replace(/\bcblr-[0-9a-z]{8,}\b/gi, 'cblr-RANDOM')
    .replace(/\btook \d+ ms\b/g, 'took N ms');
}
